import type { TtpFunctions } from '../ttp/ttp-functions.js';
import { TtpTemplate } from '../ttp/ttp-template.js';
import { FileRecorder, type UsedFiles } from '../ttp/used-files.js';
import { DirectorySource } from './directory-source.js';
import type { SourceListener } from './followed-source.js';
import type { TemplateLanguage, TextsByName } from './library.types.js';
import { LinkedFiles } from './linked-files.js';
import { PackSource } from './pack-source.js';
import { TemplateLibrary } from './template-library.js';
import type { LibraryPlaces } from './textfsm-library.js';

/** Name of the pack of TTP templates, and of its source. */
export const TTP_PACK = 'ttp_templates';

/** A TTP template with the files that it is made of. */
export interface LinkedTtpTemplate {
  readonly template: TtpTemplate;
  readonly files: UsedFiles;
}

/** `|` is written out; blanks become `_`, and hyphens as well unless a file has them. */
function namesFor(platform: string, command: string): string[] {
  const name = `${platform}_${command.replaceAll('|', ' pipe ').trim()}`.toLowerCase().replace(/[^\w.-]+/g, '_');
  return [...new Set([name, name.replaceAll('-', '_')])];
}

/**
 * TTP, as the library sees it.
 * @param functions what plugins register for templates
 * @param pack the files that `ttp://` leads to; default those of the template's own source
 */
export function ttpLanguage(functions: TtpFunctions, pack?: () => TextsByName): TemplateLanguage<LinkedTtpTemplate> {
  return {
    parser: 'ttp',
    extensions: ['.ttp', '.txt'],
    isLinked: true,
    compile: (text, siblings) => {
      const files = new FileRecorder(new LinkedFiles(siblings, pack?.() ?? siblings));
      return { template: TtpTemplate.compile(text, { files, functions }), files: files.used };
    },
    namesFor,
  };
}

/** The library, and the source in which templates are stored. */
export interface TtpLibrary {
  readonly library: TemplateLibrary<LinkedTtpTemplate>;
  readonly custom: DirectorySource<LinkedTtpTemplate>;
  readonly language: TemplateLanguage<LinkedTtpTemplate>;
}

/** The TTP templates in the order in which they are asked: `custom`, `ttp_templates`. To be started. */
export function ttpLibrary(
  { customDirectory, packDirectory }: LibraryPlaces,
  functions: TtpFunctions,
  listener: SourceListener = () => {},
): TtpLibrary {
  const pack = new PackSource(TTP_PACK, packDirectory, ttpLanguage(functions), (source) => {
    listener(source);
    void custom.recompile();
  });
  const language = ttpLanguage(functions, () => pack.texts);
  const custom = new DirectorySource('custom', customDirectory, language, listener);
  return { library: new TemplateLibrary(language, [custom, pack]), custom, language };
}
