import fc from 'fast-check';
import type { CliPlatform } from '../../src/modules/devices/cli/cli.types.js';
import { findPager } from '../../src/modules/devices/cli/last-line.js';
import type { Cuts, Played } from './exchange-player.js';
import type { RecordedExchange } from './recorded-exchanges.js';

/** What may happen to the bytes of a device on their way. */
interface Mutation {
  readonly part: number;
  readonly at: number;
  readonly length: number;
  readonly inserted: string;
}

const SNIPPETS = [
  '',
  'dev1#',
  'dev1>',
  '\r\ndev1#\r\n',
  '\r\n',
  '\n',
  '\r',
  '\b\b',
  ' --More-- ',
  'Password: ',
  '[confirm]',
  '\x1b[2K',
  '\x1b[5D',
  '\x1b[',
  '\x1b]0;title',
  '\x07',
  '\xff',
  '\xc3',
  '%SYS-5-CONFIG_I: Configured from console\r\n',
  '#',
  '> ',
];

/** After every second one the device pauses. */
export const cuts = fc
  .array(fc.nat(40_000), { maxLength: 10 })
  .map((list): Cuts => list.map((number) => ({ at: number >> 1, pauses: number % 2 === 1 })));
const mutation: fc.Arbitrary<Mutation> = fc.record({
  part: fc.nat(10),
  at: fc.nat(20_000),
  length: fc.nat(30),
  inserted: fc.constantFrom(...SNIPPETS),
});
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });

export function mutated({ parts }: Pick<RecordedExchange, 'parts'>, list: readonly Mutation[]): Buffer[] {
  const bytes = parts.map((part) => part.bytes);
  for (const { part, at, length, inserted } of list) {
    const index = part % bytes.length;
    const old = bytes[index] ?? Buffer.alloc(0);
    const start = at % (old.length + 1);
    bytes[index] = Buffer.concat([
      old.subarray(0, start),
      Buffer.from(inserted, 'latin1'),
      old.subarray(start + length),
    ]);
  }
  return bytes;
}

/** Fails with the difference where there is one. Most have none, and `toEqual` takes longer than the session. */
export function expectSame(one: Played, other: Played): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) expect(one).toEqual(other);
}

/** What is left of a text without escape sequences and control characters. */
export function visible(text: string): string {
  return text
    .replace(
      /\x1b\[[ -?]*[@-~]?|\x1b[\]PX^_][^\x07\x1b\r\n]*(?:\x07|\x1b\\|(?=[\x1b\r\n])|$)|\x1b[ #%()*+\-./][^\x00-\x1f]?|\x1b[^\x1b]?/g,
      '',
    )
    .replace(/[\x00-\x08\x0b-\x1f\x7f\ufffd]/g, '');
}

export const CURSOR_MOVES = /[\b\r]|\x1b\[[\d;]*[A-HJKPX@f]/;

/** Where the device writes over its last line, it takes a screen to know what that shows. */
export function isLastLineOverwritten(heard: readonly Buffer[]): boolean {
  const text = Buffer.concat(heard).toString();
  return CURSOR_MOVES.test(text.slice(text.lastIndexOf('\n') + 1));
}

/** The prompt that was believed is the last thing the device showed, but for lines it logs and pages that were turned. */
export function expectPrompt(
  { prompt }: Played,
  heard: readonly Buffer[],
  { logLine, pagers }: Pick<CliPlatform, 'logLine' | 'pagers'>,
): void {
  if (isLastLineOverwritten(heard)) return;
  const shown = visible(Buffer.concat(heard).toString());
  // A page that was turned in the middle of the prompt's line is erased from it.
  if (shown.slice(shown.lastIndexOf('\n') + 1).includes('--More--')) return;
  const shownPrompt = visible(prompt).trimEnd();
  const end = shown.lastIndexOf(shownPrompt);
  if (prompt.trim() === '' || end < 0) throw new Error(`no prompt "${prompt}" in ${JSON.stringify(shown)}`);
  const rest = shown.slice(end + shownPrompt.length).split('\n');
  const isHarmless = (line: string) =>
    line.trim() === '' || logLine?.test(line) === true || findPager(line, pagers)?.start === 0;
  if (!rest.every(isHarmless)) throw new Error(`after the prompt "${prompt}" came ${JSON.stringify(rest)}`);
}
