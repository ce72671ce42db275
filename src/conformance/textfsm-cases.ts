import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TextFsmCases, type TextFsmCase } from './textfsm-case.js';
import { runTextFsmRule } from './textfsm-outcome.js';
import type { TextFsmVector } from './textfsm-vector.types.js';
import { readRecords, readText } from './vector-file.js';
import type { VectorCase } from './vector.types.js';

/** The templates that lie beside the recorded cases. */
const DEFAULT_TEMPLATES = 'templates.public.json.gz';

function readTemplates(file: string, named: string | undefined): Record<string, string> {
  const beside = join(dirname(file), DEFAULT_TEMPLATES);
  return named === undefined && !existsSync(beside)
    ? {}
    : (JSON.parse(readText(named ?? beside)) as Record<string, string>);
}

function isRule(vector: TextFsmVector | TextFsmCase): vector is TextFsmVector {
  return 'kind' in vector;
}

/** The cases of a file of outputs with their rows, or of rules of the language. */
export function textFsmCases(file: string, templatesFile: string | undefined): VectorCase[] {
  const cases = new TextFsmCases(readTemplates(file, templatesFile));
  return readRecords<TextFsmVector | TextFsmCase>(file).map((vector) => ({
    id: vector.id,
    run: () => (isRule(vector) ? runTextFsmRule(vector) : cases.run(vector)),
  }));
}
