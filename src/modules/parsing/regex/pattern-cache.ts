import type { RegexOptions } from './python-regex.js';
import { PythonRegex } from './python-regex.js';

/** Compiles patterns with the same options, each once while it is remembered: templates share many of their lines. */
export class PatternCache {
  private readonly patterns = new Map<string, PythonRegex>();

  /** Past `capacity` patterns all are forgotten, which costs less than to know which was not used for longest. */
  constructor(
    private readonly capacity: number,
    private readonly options: RegexOptions = {},
  ) {}

  /** As `PythonRegex.compile`. */
  compile(pattern: string): PythonRegex {
    const known = this.patterns.get(pattern);
    if (known !== undefined) {
      return known;
    }
    const compiled = PythonRegex.compile(pattern, this.options);
    if (this.patterns.size >= this.capacity) {
      this.patterns.clear();
    }
    this.patterns.set(pattern, compiled);
    return compiled;
  }
}
