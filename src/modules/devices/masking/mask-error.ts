import { types } from 'node:util';
import type { SecretMasker } from './secret-masker.js';

/** What an error quotes of a device: its own quotes do not end it. */
const QUOTED = /"(.*?)"(?=[;,. )]|$)/gs;

/** Masks what an error and its causes quote of a device. Errors keep their identity, by which others tell them apart. */
export function maskError(error: unknown, masker: SecretMasker): void {
  for (let one = error; types.isNativeError(one); one = one.cause) {
    const { message } = one;
    one.message = message.replace(QUOTED, (_, quote: string) => `"${masker.text(quote)}"`);
    if (one.stack !== undefined) one.stack = one.stack.replace(message, () => one.message);
    if ('partialOutput' in one) one.partialOutput = masker.text(String(one.partialOutput));
  }
}
