import type { MatchContext } from './match-context.js';
import type { PyDict, PyValue } from './values.js';

/** What all texts of a parser share. */
export interface CommonState {
  /** Variables recorded for all that is parsed. */
  readonly globals: PyDict;
  readonly resultsOf: (templateName: string) => PyValue | undefined;
  readonly warn: (message: string) => void;
}

/** Where results are found while a text is parsed. */
export interface ResultsView {
  /** Results so far of the template that is run. */
  own(): PyValue;
  /** Results so far of the text. */
  ofText(): PyValue;
}

/** The state of one text while it is parsed. */
export class TextState implements MatchContext {
  readonly globals: PyDict;
  readonly resultsOf: (templateName: string) => PyValue | undefined;
  readonly warn: (message: string) => void;
  private fields: [string, PyValue][] = [];

  constructor(
    readonly vars: PyDict,
    readonly lookups: PyDict,
    common: CommonState,
    private readonly results: ResultsView,
  ) {
    this.globals = common.globals;
    this.resultsOf = common.resultsOf;
    this.warn = common.warn;
  }

  get ownResults(): PyValue {
    return this.results.own();
  }

  get textResults(): PyValue {
    return this.results.ofText();
  }

  readonly addField = (name: string, value: PyValue): void => {
    this.fields.push([name, value]);
  };

  /** The fields added since the last call. */
  takeFields(): readonly [string, PyValue][] {
    if (this.fields.length === 0) return this.fields;
    const { fields } = this;
    this.fields = [];
    return fields;
  }
}
