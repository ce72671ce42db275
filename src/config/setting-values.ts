import type { SettingRole } from './role.js';

/** Kinds of source, the strongest first. */
export const LAYERS = ['environment', 'env file', 'role file', 'combined file'] as const;

export type Layer = (typeof LAYERS)[number];

/** One value as a source gives it. */
export interface SettingEntry {
  /** Key of the setting, lower case from the environment, as written from a file. */
  readonly key: string;
  readonly value: unknown;
  /** Where it stands, for messages: `tom_config.yaml line 3`. */
  readonly where: string;
}

/** The values of one file, or of the environment variables of one prefix. */
export interface SettingSource {
  readonly layer: Layer;
  /** The half it belongs to; `both` for the combined file. */
  readonly half: SettingRole | 'both';
  readonly entries: ReadonlyMap<string, SettingEntry>;
}

/** An empty value, as `KEY=` or `key:` gives it, counts as not set. */
function isSet({ value }: SettingEntry): boolean {
  return value !== null && value !== undefined && value !== '';
}

/** The values of all sources, and which of them counts. */
export class SettingValues {
  constructor(private readonly sources: readonly SettingSource[]) {}

  /**
   * The value that counts for a setting that `roles` read: the strongest layer's. Within a layer the source of a half
   * that reads the setting goes first, then the controller's.
   */
  find(key: string, roles: readonly SettingRole[]): SettingEntry | undefined {
    return LAYERS.flatMap((layer) => this.inLayer(layer, roles))
      .map((source) => source.entries.get(key))
      .find((entry) => entry !== undefined && isSet(entry));
  }

  /** Every value of every source, overruled ones included. */
  all(): SettingEntry[] {
    return this.sources.flatMap((source) => [...source.entries.values()]).filter(isSet);
  }

  private inLayer(layer: Layer, roles: readonly SettingRole[]): SettingSource[] {
    const sources = this.sources.filter((source) => source.layer === layer);
    const isOwn = ({ half }: SettingSource): boolean => half === 'both' || roles.includes(half);
    return [...sources.filter(isOwn), ...sources.filter((source) => !isOwn(source))];
  }
}
