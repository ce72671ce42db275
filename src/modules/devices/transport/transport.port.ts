import type { Duplex } from 'node:stream';
import type { Credential } from '../../credentials/credential.types.js';
import type { HostKeyPolicy } from '../host-keys/host-key-checks.port.js';
import type { JumpHost } from '../jump-hosts.js';
import type { LoginRefusal, Protocol, TerminalSize } from '../platforms/platform.types.js';

/** `legacy` adds key exchanges, ciphers and host keys that only old devices need. */
export type AlgorithmProfile = 'modern' | 'legacy';

export interface ConnectRequest {
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly credential: Credential;
  /** How long TCP may take, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** How long the key exchange may take, in milliseconds. Default: as long as TCP. */
  readonly handshakeTimeoutMs?: number;
  /** When the device must have let the user in, counted from the end of the key exchange, in milliseconds. */
  readonly loginTimeoutMs: number;
  /** Time between keepalives, in milliseconds; 0 sends none. Three without an answer end the connection. */
  readonly keepaliveMs: number;
  /** User name that SSH is opened with where the device asks for the real one in the session. Default: the credential's. */
  readonly sshUser?: string;
  /** What the device says when it lets nobody in, and why; for errors. */
  readonly refusals?: readonly LoginRefusal[];
  /** Address of this host that the connection comes from. Default: the system's choice. */
  readonly sourceAddress?: string;
  readonly algorithms: AlgorithmProfile;
  /** Which keys of SSH servers are taken, on jump hosts as well. */
  readonly hostKeyPolicy: HostKeyPolicy;
  /** Hosts that the connection goes through, first hop first. Each has the times above for itself. */
  readonly jumpHosts?: readonly JumpHost[];
  /** A stream to the device in place of a TCP connection. */
  readonly tunnel?: Duplex;
  /** Gives the attempt up. */
  readonly signal?: AbortSignal;
}

export interface ChannelListener {
  data(bytes: Uint8Array): void;
  /** The channel is gone; `reason` says why when it was not ended in an orderly way. Called once, the last call. */
  closed(reason: string | undefined): void;
}

/** A shell on the device, with a terminal. */
export interface TransportChannel {
  write(text: string): void;
  /** Ends the channel; the listener hears of it. May be repeated. */
  close(): void;
}

/** A connection on which sessions can be opened. */
export interface TransportConnection {
  readonly isOpen: boolean;
  /** What the device's SSH server calls itself, such as `Cisco-1.25`; `undefined` where there is none. */
  readonly serverVersion?: string;
  /** The device knows who is there; where it does not, it may ask in the session. */
  readonly isAuthenticated: boolean;
  /** No second session can be opened on it, not even after the first. */
  readonly carriesOneSession: boolean;
  /** Rejects with `SessionRefusedError`, or `ConnectionLostError` when the connection is gone. Several may be open. */
  openChannel(terminal: TerminalSize, listener: ChannelListener, signal?: AbortSignal): Promise<TransportChannel>;
  /** Ends the connection at once, and every channel with it. May be repeated. */
  close(): void;
}

/** A way to reach a device's command line. */
export abstract class Transport {
  /** Connects, and logs in where the protocol has a log-in. Rejects with an error of `devices.errors.ts` whose stage says how far it came. */
  abstract connect(request: ConnectRequest): Promise<TransportConnection>;
}
