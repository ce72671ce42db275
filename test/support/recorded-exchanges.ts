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

/** The log-ins and commands of all recorded dialogues. */
export function recordedExchanges(): RecordedExchange[] {
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
        const isWanted = parts.length > 0 && (command !== undefined || action.startsWith('log in'));
        const exchange = { name: `${file}: ${title}: ${action}`, driver, prompt, command, isInBand, parts };
        prompt =
          parts
            .at(-1)
            ?.bytes.toString('latin1')
            .split(/[\r\n]/)
            .at(-1) ?? prompt;
        return isWanted ? [exchange] : [];
      });
    });
  });
}
