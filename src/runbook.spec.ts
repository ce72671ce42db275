import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOB_ERROR_TYPES } from './common/tom-error.js';

const SOURCES = import.meta.dirname;
const RUNBOOK = readFileSync(join(SOURCES, '../docs/operations.md'), 'utf8');

function sources(ending: string): string[] {
  const names = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith(ending) && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(SOURCES, name), 'utf8'));
}

/** Names of the errors with which a job can end, but for those that say that it was aborted. */
function jobErrors(): string[] {
  return sources('.errors.ts').flatMap((text) =>
    [...text.matchAll(/^export class (\w+)Error extends \w+ \{(.*?)^\}/gms)].flatMap(([, name = '', body = '']) => {
      const kind = /\bkind(?:: \w+)? = '(\w+)'/.exec(body)?.[1];
      const isOfJob = JOB_ERROR_TYPES.some((type) => type === kind && type !== 'aborted' && type !== 'other');
      return isOfJob ? [name] : [];
    }),
  );
}

/** The parts between the dots of each message that the table of the runbook quotes. */
function quotes(): string[] {
  const table = RUNBOOK.slice(RUNBOOK.indexOf('## What a message means')).split('\n').slice(4);
  const cells = table.filter((line) => line.startsWith('|')).map((line) => line.split('|')[1] ?? '');
  return cells
    .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, quote = '']) => quote))
    .flatMap((quote) => quote.split(/[…"]/))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

describe('the runbook', () => {
  it('quotes messages as they are written in the code', () => {
    const code = sources('.ts').join('\n');
    expect(quotes().length).toBeGreaterThan(40);
    expect(quotes().filter((part) => !code.includes(part))).toEqual([]);
  });

  it('names every error with which a job can end', () => {
    expect(jobErrors().length).toBeGreaterThan(40);
    expect(jobErrors().filter((name) => !RUNBOOK.includes(`\`${name}\``))).toEqual([]);
  });
});
