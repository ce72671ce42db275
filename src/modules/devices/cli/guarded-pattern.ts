import { createContext, Script, type Context } from 'node:vm';

/** How long one search may take, in milliseconds; generous, as the process may be kept waiting by others. */
const SEARCH_LIMIT_MS = 1000;

const SEARCH = new Script('text.search(pattern) >= 0');
let context: Context | undefined;

/** A search took too long. */
export class SearchTimeoutError extends Error {}

/**
 * A regular expression of a caller, who may have written one that takes for ever: a search that does is given up. Texts
 * should be short all the same.
 */
export class GuardedPattern {
  private lastText: string | undefined;
  private lastAnswer = false;

  constructor(private readonly pattern: RegExp) {}

  /** Throws `SearchTimeoutError`. */
  isIn(text: string): boolean {
    if (text === this.lastText) return this.lastAnswer;
    this.lastAnswer = this.search(text);
    this.lastText = text;
    return this.lastAnswer;
  }

  private search(text: string): boolean {
    context ??= createContext(Object.create(null) as Context);
    Object.assign(context, { text, pattern: this.pattern });
    try {
      return SEARCH.runInContext(context, { timeout: SEARCH_LIMIT_MS }) === true;
    } catch (error) {
      throw new SearchTimeoutError('the pattern took too long', { cause: error });
    }
  }
}
