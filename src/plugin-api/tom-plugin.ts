import type { TtpMacro } from '../modules/parsing/ttp/ttp-functions.js';

/** What the module of a plugin exports by default. It is imported in Tom's process and in every parsing thread. */
export interface TomPlugin {
  /** Functions for `macro` in TTP templates, by the names that templates use. */
  readonly ttpMacros?: Readonly<Record<string, TtpMacro>>;
}
