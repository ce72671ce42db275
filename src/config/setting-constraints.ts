import { getMetadataStorage } from 'class-validator';
import type { SettingsClass } from './setting.decorator.js';

/** A class-validator constraint on a property, by its name (`min`, `isIn`) and arguments. */
export interface SettingConstraint {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The constraints on one property of a settings class. */
export function constraintsOf(type: SettingsClass, property: string): SettingConstraint[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .filter((metadata) => metadata.propertyName === property)
    .map((metadata) => ({ name: metadata.name ?? metadata.type, args: (metadata.constraints ?? []) as unknown[] }));
}

/** The words a property may hold, or `undefined` when any will do. */
export function allowedWords(type: SettingsClass, property: string): string[] | undefined {
  const words = constraintsOf(type, property).find(({ name }) => name === 'isIn')?.args[0];
  return Array.isArray(words) ? words.map(String) : undefined;
}
