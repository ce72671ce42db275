import { TomError } from '../common/tom-error.js';

/** The settings are wrong. `message` lists every fault on a line of its own, `details.faults` has them as a list. */
export class SettingsError extends TomError {
  readonly kind = 'settings';

  constructor(readonly faults: readonly string[]) {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    super([`The settings have ${count}:`, ...faults.map((fault) => `  - ${fault}`)].join('\n'), {
      details: { faults },
    });
  }
}

/** One source of settings cannot be read; collected, with the others, into one `SettingsError`. */
export class FaultySourceError extends TomError {
  readonly kind = 'settings';
}
