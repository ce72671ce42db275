import { errorMessage, TomError } from '../../../common/tom-error.js';
import { parseToTable } from '../textfsm/parse-to-table.js';
import { TextFsmTemplate } from '../textfsm/textfsm-template.js';
import type { ParseReply, ParseTask } from './parse-task.js';

/** Templates a thread keeps compiled; past it the one that was not used for longest goes. */
const MAX_COMPILED = 500;

const compiled = new Map<string, TextFsmTemplate>();

function compile(text: string): TextFsmTemplate {
  const template = compiled.get(text) ?? TextFsmTemplate.compile(text);
  compiled.delete(text);
  compiled.set(text, template);
  for (const oldest of compiled.keys()) {
    if (compiled.size <= MAX_COMPILED) break;
    compiled.delete(oldest);
  }
  return template;
}

/** What a parsing thread runs: one output with its templates. Errors go back as data, since classes do not cross threads. */
export default function parse({ templates, output, maxRows }: ParseTask): ParseReply {
  try {
    return { records: parseToTable(templates.map(compile), output, { maxRows }).toRecords() };
  } catch (error) {
    return { failure: { message: errorMessage(error), details: error instanceof TomError ? error.details : {} } };
  }
}
