import { types } from 'node:util';
import { errorMessage } from '../tom-error.js';
import { ListenError } from './http.errors.js';

interface Listener {
  listen(port: number, host: string): Promise<unknown>;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Opens the port of the API. Throws `ListenError`, which names the setting to change. */
export async function listen(app: Listener, { host, port }: Address): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw new ListenError(`the API cannot be opened at ${host} port ${port}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  switch (types.isNativeError(error) && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return 'another program listens there; stop it, or choose another port (TOM_PORT)';
    case 'EACCES':
      return 'this user may not open it; choose a port from 1024 (TOM_PORT)';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'this machine has no such address; choose another host (TOM_HOST)';
    default:
      return errorMessage(error);
  }
}
