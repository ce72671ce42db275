import type { QuestionDescription } from '../platform/question-description.js';

/** What a device does about a line. Texts are as they go over the wire. */
export interface Reaction {
  readonly output: string;
  readonly question?: Question;
  readonly closes?: boolean;
  /** The line, when it was taken as configuration, and the mode it was taken in. */
  readonly configLine?: { readonly mode: string; readonly line: string };
  /** Lines of a candidate that took effect. */
  readonly committed?: readonly string[];
}

/** A question to ask; `proceed` gives the reaction to an answer, or `undefined` when it is none. */
export interface Question {
  readonly description: QuestionDescription;
  readonly proceed: (answer: string) => Reaction | undefined;
}
