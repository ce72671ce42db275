import { errorMessage } from '../../../common/tom-error.js';
import { toPlain } from './plain-values.js';
import { TtpFields, type TtpFunctions, type TtpMacroTools } from './ttp-functions.js';
import { TtpMacroError, TtpRunError } from './ttp.errors.js';
import type { PyValue } from './values.js';

/** A macro of a template, to be called with the template's data. Throws `TtpRunError` where the macro fails. */
export type MacroCall = (data: PyValue) => unknown;

const TOOLS: TtpMacroTools = { withFields: (value, fields) => new TtpFields(value, fields) };

/** The macro that a template names. Throws `TtpMacroError` when nobody registered it. */
export function macroCall(functions: TtpFunctions, name: string, line: number | null): MacroCall {
  const macro = functions.macro(name);
  if (macro === undefined) throw new TtpMacroError(name, line, functions.macroNames);
  return (data) => {
    let result: unknown;
    try {
      result = macro(toPlain(data), TOOLS);
    } catch (error) {
      throw new TtpRunError(`macro "${name}" failed: ${errorMessage(error)}`, { cause: error });
    }
    if (result instanceof Promise) throw new TtpRunError(`macro "${name}" gave a promise; macros cannot be async`);
    return result;
  };
}
