/** What went over the wire: bytes of the device (one character each), text that was typed, or the end of the session. */
export interface GoldenEvent {
  readonly kind: 'device' | 'typed' | 'closed';
  readonly text: string;
}

/** One thing that is done with a device, what went over the wire meanwhile, and what came of it. */
export interface GoldenStep {
  /** As `command: show version`. */
  readonly action: string;
  readonly events: GoldenEvent[];
  /** What came of it, besides its text. */
  result?: unknown;
  text?: string;
}

/** What is done on one log-in. */
export interface GoldenSession {
  readonly title: string;
  readonly steps: GoldenStep[];
}

/** A recorded dialogue with a device. */
export interface GoldenFile {
  readonly headers: ReadonlyMap<string, string>;
  readonly sessions: readonly GoldenSession[];
}

const MARKS = { device: '<', typed: '>', closed: '!' } as const;
const ESCAPES: Readonly<Record<string, string>> = {
  '\r': '\\r',
  '\n': '\\n',
  '\b': '\\b',
  '\x1b': '\\e',
  '\\': '\\\\',
};
const UNESCAPED: Readonly<Record<string, string>> = { r: '\r', n: '\n', b: '\b', e: '\x1b', '\\': '\\' };

function escape(text: string): string {
  const visible = text.replace(/[\\\x00-\x1f\x7f-\xff]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return ESCAPES[character] ?? `\\x${code}`;
  });
  return visible.replace(/ $/, '\\x20');
}

function unescape(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, code: string | undefined, sign: string) =>
    code === undefined ? (UNESCAPED[sign] ?? sign) : String.fromCharCode(parseInt(code, 16)),
  );
}

function eventLines({ kind, text }: GoldenEvent): string[] {
  if (kind === 'closed') return ['!'];
  const latin1 = kind === 'typed' ? Buffer.from(text).toString('latin1') : text;
  return latin1.split(/(?<=\n)/).map((piece) => `${MARKS[kind]} ${escape(piece)}`);
}

function stepLines({ action, events, result, text }: GoldenStep): string[] {
  const textLines = text === undefined ? [] : text.split('\n').map((line) => (line === '' ? '|' : `| ${escape(line)}`));
  return [`== ${action}`, ...events.flatMap(eventLines), `=> ${JSON.stringify(result ?? {})}`, ...textLines];
}

/** The file as text that people can read. */
export function formatGolden({ headers, sessions }: GoldenFile): string {
  return [
    ...Array.from(headers, ([name, value]) => `${name}: ${value}`),
    ...sessions.flatMap(({ title, steps }) => ['', `## ${title}`, ...steps.flatMap(stepLines)]),
    '',
  ].join('\n');
}

/** Puts what comes in a row from one side together. */
export function addEvent(events: GoldenEvent[], event: GoldenEvent): void {
  const last = events.at(-1);
  if (last?.kind === event.kind && event.kind !== 'closed') {
    events[events.length - 1] = { kind: event.kind, text: last.text + event.text };
  } else {
    events.push(event);
  }
}

function readStepLine(step: GoldenStep, line: string): void {
  const content = unescape(line.slice(2));
  if (line.startsWith('=> ')) step.result = JSON.parse(line.slice(3)) as unknown;
  else if (line.startsWith('|')) step.text = step.text === undefined ? content : `${step.text}\n${content}`;
  else if (line === '!') addEvent(step.events, { kind: 'closed', text: '' });
  else if (line.startsWith('<')) addEvent(step.events, { kind: 'device', text: content });
  else if (line.startsWith('>')) {
    addEvent(step.events, { kind: 'typed', text: Buffer.from(content, 'latin1').toString() });
  } else throw new Error(`line "${line}" of a golden file is not understood`);
}

export function parseGolden(text: string): GoldenFile {
  const headers = new Map<string, string>();
  const sessions: GoldenSession[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const session = sessions.at(-1);
    const step = session?.steps.at(-1);
    const [, name, value] = /^([a-z_]+): (.*)$/.exec(line) ?? [];
    if (line.startsWith('## ')) sessions.push({ title: line.slice(3), steps: [] });
    else if (line.startsWith('== ')) session?.steps.push({ action: line.slice(3), events: [] });
    else if (step !== undefined) readStepLine(step, line);
    else if (name !== undefined && value !== undefined) headers.set(name, value);
    else throw new Error(`line "${line}" of a golden file is not understood`);
  }
  return { headers, sessions };
}
