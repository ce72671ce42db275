/** A definition that a plugin brings. */
export interface PluginPlatform {
  readonly name: string;
  readonly plugin: string;
  /** With keys as in a file; nothing is checked. */
  readonly definition: unknown;
}
