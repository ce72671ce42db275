import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseGolden, type GoldenEvent } from './golden-file.js';

const DIRECTORY = join(import.meta.dirname, '../golden');
const TELNET = /Telnet/;
const IN_BAND = 'log in by dialogue';
const COMMAND = /^command: (.*)$/;

/** What a device says, once `after` was typed. */
export interface RecordedPart {
  readonly after: string;
  readonly bytes: Buffer;
}

/** A log-in or a command of a recorded dialogue. */
export interface RecordedExchange {
  /** Where it comes from. */
  readonly name: string;
  readonly driver: string;
  /** The line on which the command is typed; empty for a log-in. */
  readonly prompt: string;
  /** `undefined` for a log-in. */
  readonly command: string | undefined;
  /** The device asks for user name and password in the session. */
  readonly isInBand: boolean;
  readonly parts: readonly RecordedPart[];
}

/** A recorded way to more rights that asks for a password. */
export interface RecordedDialogue extends RecordedExchange {
  readonly command: string;
  /** What stands on the line when it asks. */
  readonly question: string;
  readonly answer: string;
}

function partsOf(events: readonly GoldenEvent[]): RecordedPart[] {
  const parts: RecordedPart[] = [];
  let after = '';
  for (const { kind, text } of events) {
    if (kind === 'typed') after = text;
    if (kind !== 'device') continue;
    parts.push({ after, bytes: Buffer.from(text, 'latin1') });
    after = '';
  }
  return parts;
}

const lastLine = (part: RecordedPart | undefined) =>
  part?.bytes
    .toString('latin1')
    .split(/[\r\n]/)
    .at(-1);
const withoutLineEnd = (typed: string) => typed.replace(/[\r\n]+$/, '');

/** The log-ins and commands of all recorded dialogues. */
export function recordedExchanges(): RecordedExchange[] {
  return exchangesOf((action) => action.startsWith('log in') || COMMAND.test(action));
}

/** The passwords asked for by `enable` in all recorded dialogues. */
export function recordedDialogues(): RecordedDialogue[] {
  return exchangesOf((action) => action === 'enable').flatMap((exchange) => {
    const [first, second] = exchange.parts;
    const question = lastLine(first)?.replace(/^.*\x1b\[[\d;]*H/, '');
    if (exchange.parts.length !== 2 || first === undefined || second === undefined || !question) return [];
    const [command, answer] = [withoutLineEnd(first.after), withoutLineEnd(second.after)];
    return exchange.prompt === '' || answer === '' ? [] : [{ ...exchange, command, question, answer }];
  });
}

function exchangesOf(isWanted: (action: string) => boolean): RecordedExchange[] {
  const files = readdirSync(DIRECTORY).filter((file) => file.endsWith('.txt'));
  return files.flatMap((file) => {
    const { headers, sessions } = parseGolden(readFileSync(join(DIRECTORY, file), 'utf8'));
    return sessions.flatMap(({ title, steps }) => {
      const driver = `${headers.get('platform') ?? ''}${TELNET.test(title) ? '_telnet' : ''}`;
      let prompt = '';
      return steps.flatMap(({ action, events }) => {
        const parts = partsOf(events);
        const command = COMMAND.exec(action)?.[1];
        const isInBand = action === IN_BAND;
        const exchange = { name: `${file}: ${title}: ${action}`, driver, prompt, command, isInBand, parts };
        prompt = lastLine(parts.at(-1)) ?? prompt;
        return parts.length > 0 && isWanted(action) ? [exchange] : [];
      });
    });
  });
}
