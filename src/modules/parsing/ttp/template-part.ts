import type { Getter } from './functions/getters.js';
import type { Group } from './group.js';
import type { CompiledInput } from './input-tag.js';
import type { CompiledOutput } from './output-tag.js';
import type { PyDict } from './values.js';

/** How the results of several texts are kept: one after the other, or in one tree. */
export type ResultsMode = 'per_input' | 'per_template';

/** One `<template>`, compiled; not changed by parsing. */
export interface TemplatePart {
  readonly name: string;
  readonly mode: ResultsMode;
  readonly groups: readonly Group[];
  readonly vars: PyDict;
  /** Variables whose value comes from the text. */
  readonly getters: ReadonlyMap<string, Getter>;
  /** Names of the variables to save, by the path to save them at. */
  readonly savedVars: ReadonlyMap<string, readonly string[]>;
  readonly lookups: PyDict;
  readonly inputs: readonly CompiledInput[];
  readonly outputs: readonly CompiledOutput[];
}
