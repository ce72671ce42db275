import { PLAIN_LEVELS } from '../platforms/plain-levels.js';
import type { PrivilegeLevel } from '../platforms/platform.types.js';

/** How sure it is that a text is the prompt. */
export type Certainty = 'exact' | 'likely' | 'unsure';

export interface PromptMatch {
  /** Where in the line the prompt starts; what stands before it is output. */
  readonly start: number;
  readonly level: string;
  readonly certainty: Certainty;
}

interface LearnedPrompt {
  readonly text: string;
  readonly level: string;
  readonly host: string;
  /** Where in the prompt the host part starts. */
  readonly hostOffset: number;
  readonly terminator: string;
}

interface PromptShape {
  readonly level: string;
  readonly host: string;
}

/** A prompt is not longer than this: no more of the line is looked at. */
const PROMPT_LIMIT = 1024;
/** Cisco IOS cuts the host name to 20 characters in configuration mode, others to more. */
const HOST_SIGNIFICANT = 16;
/** A shorter host part may well occur in output. */
const HOST_TELLING = 3;

/** Digits masked: a prompt that holds a clock or a counter is still the same prompt. */
function mask(line: string): string {
  return line.trimEnd().replace(/\d+/g, '0');
}

function levelOf(line: string, levels: readonly PrivilegeLevel[]): PromptShape | undefined {
  for (const { name, prompt } of levels) {
    const match = prompt.exec(line);
    if (match !== null) return { level: name, host: match.groups?.host ?? '' };
  }
  return undefined;
}

function isPath(word: string): boolean {
  return /^[~/]/.test(word);
}

/** Knows the prompt of a session again, also when mode or directory have changed. */
export class PromptMatcher {
  private learned: LearnedPrompt | undefined;
  private isCounting = false;

  constructor(private readonly levels: readonly PrivilegeLevel[]) {}

  /** The prompt as it was last seen, or an empty text. */
  get prompt(): string {
    return this.learned?.text ?? '';
  }

  get level(): string {
    return this.learned?.level ?? '';
  }

  /** Whether the line could be a prompt of this platform, whatever the host. */
  looksLikePrompt(line: string): boolean {
    return this.shapeOf(line) !== undefined;
  }

  /** Whether this is the prompt that the session has now; digits do not count where they were seen to change by themselves. */
  isCurrent(prompt: string): boolean {
    return this.isCounting ? this.isSame(prompt, this.prompt) : prompt === this.prompt;
  }

  /** Whether two lines are the same prompt; digits do not count. */
  isSame(first: string, second: string): boolean {
    return mask(first) === mask(second);
  }

  /** Takes the line for the prompt. `previous` is the line it was compared with. */
  learn(line: string, previous = line): void {
    const shape = this.shapeOf(line);
    if (shape === undefined) return;
    if (previous.trimEnd() !== line.trimEnd()) this.isCounting = true;
    const { level, host } = shape;
    const hostOffset = host === '' ? 0 : line.indexOf(host);
    this.learned = { text: line, level, host, hostOffset, terminator: line.trimEnd().slice(-1) };
  }

  /** The prompt at the end of the line, if there is one. `isAnyHost` accepts one of another host. */
  match(line: string, isAnyHost = false): PromptMatch | undefined {
    const { learned } = this;
    if (learned === undefined || line === '') return undefined;
    const offset = Math.max(0, line.length - PROMPT_LIMIT);
    const tail = line.slice(offset);
    const match = this.atEnd(tail, offset === 0, learned) ?? this.sameHost(tail, learned);
    if (match !== undefined) return { ...match, start: match.start + offset };
    if (offset > 0) return undefined;
    const shape = this.shapeOf(line);
    if (shape === undefined || (!isAnyHost && !this.isSameShape(line, shape.level, learned))) return undefined;
    return { start: 0, level: shape.level, certainty: 'unsure' };
  }

  private atEnd(line: string, isWhole: boolean, learned: LearnedPrompt): PromptMatch | undefined {
    const { level, host } = learned;
    const text = learned.text.trimEnd();
    const trimmed = line.trimEnd();
    if (isWhole && (trimmed === text || (this.isCounting && this.isSame(trimmed, text)))) {
      return { start: 0, level, certainty: 'exact' };
    }
    const whole = isWhole ? this.whole(line, learned) : undefined;
    if (whole !== undefined) return whole;
    const isTelling = host.length >= HOST_TELLING;
    const ends = isTelling ? trimmed.endsWith(text) : line.endsWith(learned.text);
    if (!ends) return undefined;
    const start = isTelling ? trimmed.length - text.length : line.length - learned.text.length;
    return { start, level, certainty: isTelling ? 'likely' : 'unsure' };
  }

  /** The line is a prompt of the same host, whatever mark stands before it (`*A:host#`). */
  private whole(line: string, learned: LearnedPrompt): PromptMatch | undefined {
    const shape = learned.host === '' ? undefined : this.shapeOf(line);
    if (shape === undefined || !this.isHost(shape.host, learned.host)) return undefined;
    if (!this.isTerminator(line, shape.level, learned)) return undefined;
    return { start: 0, level: shape.level, certainty: 'likely' };
  }

  private sameHost(line: string, learned: LearnedPrompt): PromptMatch | undefined {
    const host = learned.host.slice(0, HOST_SIGNIFICANT);
    if (host === '') return undefined;
    for (let index = line.indexOf(host); index >= 0; index = line.indexOf(host, index + 1)) {
      const start = index - learned.hostOffset;
      const shape = start < 0 ? undefined : this.shapeOf(line.slice(start));
      if (shape === undefined || !this.isHost(shape.host, learned.host)) continue;
      if (!this.isTerminator(line, shape.level, learned)) continue;
      const isTelling = start === 0 || host.length >= HOST_TELLING;
      return { start, level: shape.level, certainty: isTelling ? 'likely' : 'unsure' };
    }
    return undefined;
  }

  private isHost(found: string, learned: string): boolean {
    if (found === learned) return true;
    return found.length >= HOST_SIGNIFICANT && learned.startsWith(found);
  }

  /** A prompt without a host part: word by word the same, but for directories. */
  private isSameShape(line: string, level: string, learned: LearnedPrompt): boolean {
    if (learned.host !== '' || level !== learned.level || !this.isTerminator(line, level, learned)) return false;
    const words = line.trim().split(/\s+/);
    const before = learned.text.trim().split(/\s+/);
    if (words.length !== before.length) return false;
    return words.every((word, index) => word === before[index] || (isPath(word) && isPath(before[index] ?? '')));
  }

  private isTerminator(line: string, level: string, learned: LearnedPrompt): boolean {
    return level !== learned.level || line.trimEnd().endsWith(learned.terminator);
  }

  private shapeOf(line: string): PromptShape | undefined {
    const trimmed = line.trimEnd();
    if (trimmed === '' || trimmed.length > PROMPT_LIMIT) return undefined;
    return levelOf(trimmed, this.levels) ?? (this.isPlainPossible ? levelOf(trimmed, PLAIN_LEVELS) : undefined);
  }

  private get isPlainPossible(): boolean {
    const { learned } = this;
    return learned === undefined || PLAIN_LEVELS.some(({ name }) => name === learned.level);
  }
}
