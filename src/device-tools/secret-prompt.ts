import type { ReadStream } from 'node:tty';
import { Secret } from '../common/secret.js';
import { ToolUsageError } from './device-tools.errors.js';

const ENTER = /[\r\n]/;
const END_OF_INPUT = '\x04';
const INTERRUPT = '\x03';
const ERASE = /[\b\x7f]/;

/** Asks on a terminal and reads the answer without echo. Ctrl-C and Ctrl-D give up: rejects with `ToolUsageError`. */
export function promptForSecret(input: ReadStream, output: NodeJS.WritableStream, question: string): Promise<Secret> {
  output.write(question);
  input.setRawMode(true);
  input.setEncoding('utf8').resume();
  return new Promise<Secret>((resolve, reject) => {
    let typed: string[] = [];
    const end = (settle: () => void): void => {
      input.off('data', read);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      settle();
    };
    const read = (text: string): void => {
      for (const character of text) {
        if (ENTER.test(character)) {
          end(() => resolve(new Secret(typed.join(''))));
          return;
        }
        if (character === INTERRUPT || character === END_OF_INPUT) {
          end(() => reject(new ToolUsageError('no password was given')));
          return;
        }
        typed = ERASE.test(character) ? typed.slice(0, -1) : [...typed, character];
      }
    };
    input.on('data', read);
  });
}
