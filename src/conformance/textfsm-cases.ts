import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { regexCase, type RegexVector } from './regex-cases.js';
import { TextFsmCases, type TextFsmCase } from './textfsm-case.js';
import { runTextFsmRule } from './textfsm-outcome.js';
import type { TextFsmVector } from './textfsm-vector.types.js';
import { readJson, readRecords } from './vector-file.js';
import type { VectorCase } from './vector.types.js';

/** The templates that lie beside the recorded cases. */
const DEFAULT_TEMPLATES = 'templates.public.json.gz';

function readTemplates(file: string, named: string | undefined): Record<string, string> {
  const beside = join(dirname(file), DEFAULT_TEMPLATES);
  return named === undefined && !existsSync(beside) ? {} : readJson<Record<string, string>>(named ?? beside);
}

type TextFsmRecord = TextFsmVector | TextFsmCase | RegexVector;

function isPattern(record: TextFsmRecord): record is RegexVector {
  return 'pattern' in record && 'op' in record;
}

function isRule(record: TextFsmVector | TextFsmCase): record is TextFsmVector {
  return 'kind' in record;
}

/** The cases of a file of outputs with their rows, of rules of the language, or of the patterns that templates are made of. */
export function textFsmCases(file: string, templatesFile: string | undefined): VectorCase[] {
  const cases = new TextFsmCases(readTemplates(file, templatesFile));
  return readRecords<TextFsmRecord>(file).map((record, index) => {
    if (isPattern(record)) return regexCase(record, index);
    const id = record.id ?? `record ${index + 1}`;
    return { id, run: () => (isRule(record) ? runTextFsmRule(record) : cases.run(record)) };
  });
}
