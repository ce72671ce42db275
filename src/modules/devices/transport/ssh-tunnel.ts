import type { Client, ClientChannel } from 'ssh2';
import { errorMessage, type TomError } from '../../../common/tom-error.js';
import {
  ConnectionRefusedError,
  ConnectTimeoutError,
  HostNotFoundError,
  HostUnreachableError,
  JumpHostError,
  SessionAbortedError,
} from '../devices.errors.js';

export interface TunnelRequest {
  /** The SSH server that opens the connection, as `host:port`. */
  readonly through: string;
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A TCP connection that the SSH server opens for its client. Rejects with an error of stage `connect`. */
export async function openTunnel(client: Client, request: TunnelRequest): Promise<ClientChannel> {
  const { host, port, through, timeoutMs, signal } = request;
  let timer: NodeJS.Timeout | undefined;
  let onAbort: () => void = () => undefined;
  let onClose: () => void = () => undefined;
  let isGivenUp = false;
  try {
    return await new Promise<ClientChannel>((resolve, reject) => {
      timer = setTimeout(() => reject(timedOut(request)), timeoutMs);
      onAbort = () =>
        reject(new SessionAbortedError(`connecting to ${host}:${port} was given up`, { stage: 'connect' }));
      onClose = () =>
        reject(new JumpHostError(`jump host ${through} ended the connection while it opened one to ${host}:${port}`));
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted === true) onAbort();
      client.once('close', onClose);
      client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        if (error !== undefined && error !== null) reject(translated(error, request));
        else if (isGivenUp) channel.close();
        else resolve(channel);
      });
    });
  } catch (error) {
    isGivenUp = true;
    throw error instanceof Error && 'stage' in error ? error : translated(error, request);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    client.removeListener('close', onClose);
  }
}

function timedOut({ host, port, through, timeoutMs }: TunnelRequest): TomError {
  return new ConnectTimeoutError(
    `${host}:${port} did not answer within ${timeoutMs / 1000} s through jump host ${through}; check the address, or raise connect_timeout`,
  );
}

/** OpenSSH says what the system said; others say less. */
function translated(error: unknown, { host, port, through }: TunnelRequest): TomError {
  const address = `${host}:${port}`;
  const text = errorMessage(error);
  const options = { cause: error };
  const isProhibited = typeof error === 'object' && error !== null && 'reason' in error && error.reason === 1;
  if (isProhibited || /prohibited/i.test(text)) {
    return new JumpHostError(
      `jump host ${through} forwards no connection to ${address} (${text}); check AllowTcpForwarding and PermitOpen of its SSH server`,
    );
  }
  if (/refused/i.test(text)) {
    return new ConnectionRefusedError(
      `${address} refuses connections from jump host ${through}; check the port`,
      options,
    );
  }
  if (/timed out/i.test(text)) {
    return new ConnectTimeoutError(`${address} does not answer jump host ${through}; check the address`, options);
  }
  if (/unknown host|not known|resolve/i.test(text)) {
    return new HostNotFoundError(`host "${host}" is not known to jump host ${through}; check the inventory`, options);
  }
  return new HostUnreachableError(`${address} cannot be reached from jump host ${through} (${text})`, options);
}
