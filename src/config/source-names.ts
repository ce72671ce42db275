import { didYouMean } from '../common/nearest-names.js';
import type { InventorySettings } from './groups/inventory.settings.js';

/** The inventory sources in use, in the order they are asked. */
export function sourceNames({ sources, type }: InventorySettings): readonly string[] {
  return sources.length > 0 ? sources : [type];
}

/** What is wrong with a source that nothing has. */
export function unknownSourceFault(key: string, name: string, known: readonly string[]): string {
  const hint = didYouMean(name, known) || `; there is ${known.join(', ')}, and what plugins bring`;
  return `${key}: there is no inventory source "${name}"${hint}`;
}

/** Likewise for a credential store. */
export function unknownStoreFault(name: string, known: readonly string[]): string {
  const hint = didYouMean(name, known) || `; there is ${known.join(', ')}, and what plugins bring`;
  return `credential_plugin: there is no credential store "${name}"${hint}`;
}
