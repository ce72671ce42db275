import { YAML11_SCHEMA, load as loadYaml, realMapTag } from 'js-yaml';
import { splitLines } from '../regex/python-text.js';
import type { TemplateFiles } from './compile-context.js';
import { parseCsv } from './csv.js';
import { parseIni } from './ini.js';
import { fromPlain } from './plain-values.js';
import { parsePythonData } from './python-literals.js';
import { LiteralSyntaxError } from './python-tokens.js';
import { TtpFileNotFoundError, TtpPythonCodeError, TtpTemplateError } from './ttp.errors.js';
import type { PyDict, PyValue } from './values.js';
import type { XmlElement } from './xml-element.js';

const YAML_SCHEMA = YAML11_SCHEMA.withTags(realMapTag);

type Loader = (text: string, attributes: ReadonlyMap<string, string>, line: number) => PyValue;

function loadPython(text: string, _: ReadonlyMap<string, string>, line: number): PyValue {
  if (text.trim() === '') return new Map();
  try {
    return parsePythonData(text);
  } catch (error) {
    if (!(error instanceof LiteralSyntaxError)) throw error;
    const at = line + error.line - 1;
    throw new TtpPythonCodeError(
      `Only literal Python data can be loaded, and code is not run: ${error.message}`,
      at,
      error,
    );
  }
}

function loadCsv(text: string, attributes: ReadonlyMap<string, string>): PyValue {
  const [headers, ...rows] = parseCsv(splitLines(text)).filter((row) => row.length > 0);
  const data: PyDict = new Map();
  const key = attributes.get('key') ?? headers?.[0];
  if (headers === undefined || key === undefined || !headers.includes(key)) return data;
  for (const row of rows) {
    const cells: PyDict = new Map(row.map((cell, index) => [headers[index] ?? '', cell]));
    const name = cells.get(key);
    cells.delete(key);
    if (typeof name === 'string') data.set(name, cells);
  }
  return data;
}

const LOADERS: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  ['python', loadPython],
  ['yaml', (text) => fromPlain(loadYaml(text, { schema: YAML_SCHEMA, json: true }))],
  ['json', (text) => fromPlain(JSON.parse(text))],
  ['ini', (text) => parseIni(text)],
  ['csv', loadCsv],
  ['text', (text) => text],
]);

function withInclude(text: string, path: string | undefined, loader: string, files: TemplateFiles): string {
  if (path === undefined || loader === 'text') return text;
  const included = files.read(path);
  if (included === undefined) throw new TtpFileNotFoundError(`The file "${path}", named by "include", does not exist`);
  return loader === 'ini' ? `${included}\n${text}` : `${text}\n${included}`;
}

/**
 * The data in a tag, read by the loader its attribute `load` names. Null where there is none. Throws `TtpTemplateError` where
 * it cannot be read.
 */
export function loadStructure(element: XmlElement, files: TemplateFiles, loaderName?: string): PyValue {
  const { attributes, text, line, contentLine } = element;
  const include = attributes.get('include');
  if (text === '' && include === undefined) return null;
  const name = (loaderName ?? attributes.get('load') ?? 'python').trim().toLowerCase();
  const loader = LOADERS.get(name);
  if (loader === undefined) {
    throw new TtpTemplateError(`The loader "${name}" is unknown; there are ${[...LOADERS.keys()].join(', ')}`, line);
  }
  try {
    return loader(withInclude(text, include, name, files), attributes, contentLine);
  } catch (error) {
    if (error instanceof TtpTemplateError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TtpTemplateError(`The ${name} data of <${element.tag}> cannot be read: ${reason}`, line, error);
  }
}
