import { errorMessage } from '../common/tom-error.js';
import { TextFsmStateError, TextFsmTemplateError } from '../modules/parsing/textfsm/textfsm.errors.js';
import { runTextFsmVector } from './textfsm-vector.js';
import type { ReferenceError, TextFsmVector } from './textfsm-vector.types.js';
import type { VectorOutcome } from './vector.types.js';

/** Errors of the reference that are part of the language; the others are crashes, of which only the fact counts. */
const WORDED_ERRORS = ['TextFSMTemplateError', 'TextFSMError', 'CliTableError', 'TableError'];

function typeOf(error: unknown, recorded: ReferenceError): string {
  if (error instanceof TextFsmTemplateError) return 'TextFSMTemplateError';
  if (error instanceof TextFsmStateError) return 'TextFSMError';
  return recorded.type.startsWith('TextFSM') ? 'another error' : recorded.type;
}

/** The partial parsers of the reference count lines from where they were left. */
function messageOf(message: string, { kind }: TextFsmVector): string {
  return kind === 'variables' ? message.replace(/ Line \d+\.$/, '') : message;
}

function describeError(error: unknown, recorded: ReferenceError, vector: TextFsmVector): unknown {
  if (!WORDED_ERRORS.includes(recorded.type)) return 'an error';
  return { type: typeOf(error, recorded), message: messageOf(errorMessage(error), vector) };
}

function expectedError(recorded: ReferenceError, vector: TextFsmVector): unknown {
  if (!WORDED_ERRORS.includes(recorded.type)) return 'an error';
  return { type: recorded.type, message: messageOf(recorded.message, vector) };
}

/** Only what the vector has is compared: not all vectors of a kind have the same fields. */
function fieldsOf(vector: TextFsmVector, actual: object): VectorOutcome {
  const recorded = Object.entries(vector).filter(([field]) => field in actual);
  return {
    expected: Object.fromEntries(recorded),
    actual: Object.fromEntries(recorded.map(([field]) => [field, Reflect.get(actual, field)])),
  };
}

/** Runs a vector for a rule of the language, errors included. */
export function runTextFsmRule(vector: TextFsmVector): VectorOutcome {
  const { error: recorded } = vector;
  if (recorded === undefined) return fieldsOf(vector, runTextFsmVector(vector));
  const expected = expectedError(recorded, vector);
  try {
    return { expected, actual: runTextFsmVector(vector) };
  } catch (error) {
    return { expected, actual: describeError(error, recorded, vector) };
  }
}
