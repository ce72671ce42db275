import { types } from 'node:util';

/** Whether a thrown value is an error of Node with this code, such as `ENOENT`. */
export function hasErrorCode(error: unknown, code: string): boolean {
  return types.isNativeError(error) && 'code' in error && error.code === code;
}
