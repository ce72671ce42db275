/**
 * A platform that a plugin brings: what a file of `platform_dir` says (see `docs/own-platforms.md`), with the same keys. It is
 * checked at the start. `name` may be left out: it is the name it goes by in the plugin.
 */
export interface PlatformPlugin {
  /** A line for people. */
  readonly description: string;
  /** Platform it takes everything from but its names, unless it says otherwise. */
  readonly extends?: string;
  readonly [key: string]: unknown;
}
