import { connect, type Socket } from 'node:net';
import { joinWrites } from '../../../common/join-writes.js';
import { TomError, type TomErrorOptions } from '../../../common/tom-error.js';
import {
  ConnectionLostError,
  ConnectionRefusedError,
  ConnectTimeoutError,
  DeviceOptionError,
  HostNotFoundError,
  HostUnreachableError,
  SessionAbortedError,
} from '../devices.errors.js';
import type { Protocol } from '../platforms/platform.types.js';

export interface TcpRequest {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly connectTimeoutMs: number;
  readonly sourceAddress?: string;
  readonly signal?: AbortSignal;
}

/** The code of a system error; of several tries (one per address of the host), that of the last. */
function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0)
    return errorCode(error.errors.at(-1));
  return 'code' in error ? String(error.code) : '';
}

const PROTOCOL_NAMES: Readonly<Record<Protocol, string>> = { ssh: 'SSH', telnet: 'Telnet' };

function translated(error: unknown, request: TcpRequest): TomError {
  const { host, port, protocol, connectTimeoutMs, sourceAddress } = request;
  const address = `${host}:${port}`;
  const options = { cause: error };
  switch (errorCode(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return new HostNotFoundError(`host "${host}" is not known to the name server; check the inventory`, options);
    case 'ECONNREFUSED':
      return new ConnectionRefusedError(
        `${address} refuses connections; check the port and that ${PROTOCOL_NAMES[protocol]} is enabled`,
        options,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unreachable(address, options);
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return sourceAddress === undefined ? unreachable(address, options) : wrongSource(sourceAddress, address);
    case 'ETIMEDOUT':
      return timedOut(address, connectTimeoutMs);
    default:
      return new ConnectionLostError(`${address} ended the connection while it was being opened`, {
        ...options,
        stage: 'connect',
      });
  }
}

function unreachable(address: string, options: TomErrorOptions): TomError {
  return new HostUnreachableError(`${address} cannot be reached: there is no route to it`, options);
}

function wrongSource(sourceAddress: string, address: string): TomError {
  return new DeviceOptionError(
    `source_address ${sourceAddress} is no address of this worker from which ${address} can be reached`,
  );
}

function timedOut(address: string, timeoutMs: number): TomError {
  return new ConnectTimeoutError(
    `${address} did not answer within ${timeoutMs / 1000} s; check the address, or raise connect_timeout`,
  );
}

/** Opens a TCP connection without delay for small writes (Nagle). Rejects with an error of stage `connect`. */
export async function openSocket(request: TcpRequest): Promise<Socket> {
  const { host, port, connectTimeoutMs, sourceAddress, signal } = request;
  const socket = connect({
    host,
    port,
    localAddress: sourceAddress,
    noDelay: true,
    autoSelectFamilyAttemptTimeout: Math.ceil(connectTimeoutMs / 2),
  });
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(timedOut(`${host}:${port}`, connectTimeoutMs)), connectTimeoutMs);
      onAbort = () =>
        reject(new SessionAbortedError(`connecting to ${host}:${port} was given up`, { stage: 'connect' }));
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted === true) onAbort();
      socket.once('connect', resolve).once('error', reject);
    });
    joinWrites(socket);
    return socket;
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error instanceof TomError ? error : translated(error, request);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    socket.removeAllListeners('connect').removeAllListeners('error');
  }
}
