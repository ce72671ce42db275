import { SpanMatcher } from './span-matcher.js';

/** Name of a text that comes from no file. */
const UNNAMED = 'text_data';

/** A text to parse. */
export class InputText {
  private lazySpans: SpanMatcher | undefined;
  /** The text between the line ends that templates rely on. */
  readonly framed: string;

  constructor(
    text: string,
    /** File the text comes from. */
    readonly name = UNNAMED,
  ) {
    // Joined, the text is one piece of memory, where a sum of texts costs a detour for every character that is looked at.
    this.framed = ['\n', text, '\n\n'].join('');
  }

  /** Whether another text is the same, from the same file; an input parses it once. */
  equals(other: InputText): boolean {
    return this.name === other.name && this.framed === other.framed;
  }

  /** Finds matches in the framed text; shared by all templates that parse it. */
  get spans(): SpanMatcher {
    this.lazySpans ??= new SpanMatcher(this.framed);
    return this.lazySpans;
  }
}
