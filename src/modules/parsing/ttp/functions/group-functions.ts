import { CONDITION_FUNCTIONS } from './condition-functions.js';
import type { GroupFunction } from './group-function.js';
import { RECORD_FUNCTIONS } from './record-functions.js';
import { VALIDATION_FUNCTIONS } from './validation-functions.js';

/** The built-in functions of a group by name. */
export const GROUP_FUNCTIONS: ReadonlyMap<string, GroupFunction> = new Map([
  ...CONDITION_FUNCTIONS,
  ...RECORD_FUNCTIONS,
  ...VALIDATION_FUNCTIONS,
]);
