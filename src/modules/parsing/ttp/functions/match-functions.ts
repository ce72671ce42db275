import { CONVERSION_FUNCTIONS } from './conversion-functions.js';
import { IP_FUNCTIONS } from './ip-functions.js';
import { LOOKUP_FUNCTIONS } from './lookup-functions.js';
import type { MatchFunction } from './match-function.js';
import { PATTERN_FUNCTIONS } from './pattern-functions.js';
import { TEST_FUNCTIONS } from './test-functions.js';
import { TEXT_FUNCTIONS } from './text-functions.js';
import { VARIABLE_FUNCTIONS } from './variable-functions.js';

/** The built-in functions of a match, `{{ value | name(…) }}`, by name. */
export const MATCH_FUNCTIONS: ReadonlyMap<string, MatchFunction> = new Map([
  ...TEST_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...PATTERN_FUNCTIONS,
  ...CONVERSION_FUNCTIONS,
  ...VARIABLE_FUNCTIONS,
  ...LOOKUP_FUNCTIONS,
  ...IP_FUNCTIONS,
]);
