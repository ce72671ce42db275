import { splitLines } from '../regex/python-text.js';
import { str } from './python-format.js';
import type { PyDict, PyKey, PyValue } from './values.js';

/** Section whose options hold for all others. */
const DEFAULT_SECTION = 'DEFAULT';

const SECTION = /^\[(.+)\]/;

/** Reads the lines of an INI text. */
class IniReader {
  private readonly sections = new Map<string, PyDict>();
  private readonly defaults: PyDict = new Map();
  private section: PyDict | undefined;
  private option: string | undefined;

  read(line: string): void {
    const content = line.trim();
    if (content === '' || /^[#;]/.test(content)) return;
    if (/^\s/.test(line) && this.option !== undefined) {
      this.continueOption(content);
      return;
    }
    const header = SECTION.exec(content)?.[1];
    if (header === undefined) this.addOption(content);
    else this.openSection(header);
  }

  result(): PyDict {
    const result: PyDict = new Map();
    if (this.defaults.size > 0) result.set(DEFAULT_SECTION, this.defaults);
    for (const [name, options] of this.sections) result.set(name, new Map([...this.defaults, ...options]));
    return result;
  }

  private openSection(name: string): void {
    this.option = undefined;
    if (name === DEFAULT_SECTION) {
      this.section = this.defaults;
      return;
    }
    this.section = this.sections.get(name) ?? new Map<PyKey, PyValue>();
    this.sections.set(name, this.section);
  }

  private addOption(content: string): void {
    const separator = content.search(/[=:]/);
    if (this.section === undefined || separator === -1) throw new Error(`"${content}" is no option of a section`);
    this.option = content.slice(0, separator).trimEnd();
    this.section.set(this.option, content.slice(separator + 1).trimStart());
  }

  private continueOption(content: string): void {
    const { section, option = '' } = this;
    section?.set(option, `${str(section.get(option) ?? '')}\n${content}`);
  }
}

/**
 * Sections and their options, in the dialect of Python's `configparser` with the case of names kept. Options of `[DEFAULT]` hold
 * for every section. Throws where a line is neither section, option nor continuation.
 */
export function parseIni(text: string): PyDict {
  const reader = new IniReader();
  splitLines(text).forEach((line) => reader.read(line));
  return reader.result();
}
