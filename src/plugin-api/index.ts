/** All that a plugin may import of Tom. */
export type { TomPlugin } from './tom-plugin.js';
export type { TtpFields, TtpMacro, TtpMacroTools } from '../modules/parsing/ttp/ttp-functions.js';
