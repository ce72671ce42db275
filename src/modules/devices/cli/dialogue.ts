import { Secret } from '../../../common/secret.js';
import type { DialogueStep } from '../device-sessions.port.js';

/** Questions are not longer than this: no more of the line is looked at. */
const TAIL_LIMIT = 512;
/** How often one question is answered where it may come again: one that asks for ever is left to the deadline. */
const REPEAT_LIMIT = 20;

const MASK = '***';
/** A shorter answer stands in an output by chance. */
const SHORTEST_MASKED = 4;

/** A question and its answer. */
export interface Question extends DialogueStep {
  /** Is answered once. Default: as often as it is asked, where questions may come in any order. */
  readonly isOnce?: boolean;
  /** Is answered after a line that matches alone. */
  readonly onlyAfter?: RegExp;
}

/** The answers one command has ready. */
export class Dialogue {
  private readonly hidden: string[] = [];
  private readonly timesUsed = new Map<Question, number>();

  constructor(
    private readonly questions: readonly Question[],
    private readonly isAnyOrder = false,
  ) {}

  /** The question that the last line is, if its answer is ready. `before` gives the output so far. */
  find(line: string, before: () => string): Question | undefined {
    const tail = line.slice(-TAIL_LIMIT);
    const open = this.questions.filter((question) => !this.isUsedUp(question));
    const candidates = this.isAnyOrder ? open : open.slice(0, 1);
    return candidates.find(
      ({ expect, onlyAfter }) =>
        tail.search(expect) >= 0 && (onlyAfter === undefined || before().search(onlyAfter) >= 0),
    );
  }

  /** The text to type for a question, which counts as answered from now on. */
  take(question: Question): string {
    this.timesUsed.set(question, this.usesOf(question) + 1);
    const { answer } = question;
    if (!(answer instanceof Secret)) return answer;
    const text = answer.reveal();
    if (text !== '') this.hidden.push(text);
    return text;
  }

  /** A text for an error, without the hidden answers that were typed. */
  mask(text: string): string {
    return this.hidden.reduce((masked, answer) => masked.replaceAll(answer, MASK), text);
  }

  /** Output of the device, without them: it may repeat what it was told. */
  maskOutput(text: string): string {
    const answers = this.hidden.filter(({ length }) => length >= SHORTEST_MASKED);
    return answers.reduce((masked, answer) => masked.replaceAll(answer, MASK), text);
  }

  private isUsedUp(question: Question): boolean {
    const limit = this.isAnyOrder && question.isOnce !== true ? REPEAT_LIMIT : 1;
    return this.usesOf(question) >= limit;
  }

  private usesOf(question: Question): number {
    return this.timesUsed.get(question) ?? 0;
  }
}
