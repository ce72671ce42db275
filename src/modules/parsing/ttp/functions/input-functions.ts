import { cachedRegex } from '../regex-cache.js';
import { hostNameIn } from './getters.js';

/** A built-in function of an input: changes the text. */
export type InputFunction = (text: string, args: readonly string[]) => string;

/** Leaves the outputs of some commands: from the prompt with the command to the next prompt. */
function extractCommands(text: string, commands: readonly string[]): string {
  const host = hostNameIn(text);
  if (host === undefined) return text;
  const outputs = commands.map((command) => {
    return cachedRegex(`${host}[#>] *${command} *\\n([\\S\\s]+?)(?=${host}[#>]|$)`).search(text)?.groups[0];
  });
  const found = outputs.filter((output) => typeof output === 'string').map((output) => `\n${output}\n`);
  return found.length === 0 ? text : found.join('');
}

/** The built-in functions of an input by name. */
export const INPUT_FUNCTIONS: ReadonlyMap<string, InputFunction> = new Map([['extract_commands', extractCommands]]);
