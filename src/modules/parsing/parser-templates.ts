import { Logger } from '@nestjs/common';
import { CustomTemplates } from './library/custom-templates.js';
import type { SourceListener } from './library/followed-source.js';
import type { LibraryTemplate } from './library/library-template.js';
import type { TemplateLibrary } from './library/template-library.js';
import { readerLibrary } from './library/reader-library.js';
import { TEXTFSM, textFsmLibrary, type LibraryPlaces } from './library/textfsm-library.js';
import { textFsmWarnings } from './library/textfsm-warnings.js';
import { ttpLibrary, type LinkedTtpTemplate } from './library/ttp-library.js';
import type { ParserPlugin } from '../../plugin-api/parser-plugin.js';
import type { ParserName } from './parser-name.js';
import { TemplateRequestError } from './parsing.errors.js';
import type { TemplateText } from './pool/parse-task.js';
import type { TextFsmTemplate } from './textfsm/textfsm-template.js';
import type { TtpFunctions } from './ttp/ttp-functions.js';

/** The templates of one parser. */
export interface ParserTemplates<T = unknown> {
  readonly parser: ParserName;
  readonly library: TemplateLibrary<T>;
  /** Stores one's own, deletes them, and compiles those that a request brings. */
  readonly custom: Pick<CustomTemplates<T>, 'create' | 'delete' | 'inline'>;
  /** What a parsing thread compiles a template from. */
  toTexts(template: LibraryTemplate<T>): TemplateText[];
}

const logger = new Logger('Templates');

function listener(parser: ParserName): SourceListener {
  return ({ name, count, faults }) => {
    logger.log(`${count} templates in source "${name}" of ${parser}`);
    for (const fault of faults)
      logger.warn(`source "${name}" of ${parser}: ${fault.name} is disabled: ${fault.reason}`);
  };
}

export function textFsmTemplates(places: LibraryPlaces): ParserTemplates<TextFsmTemplate> {
  const { library, custom } = textFsmLibrary(places, listener('textfsm'));
  return {
    parser: 'textfsm',
    library,
    custom: new CustomTemplates(places.customDirectory, TEXTFSM, custom, textFsmWarnings),
    toTexts: ({ texts }) => texts.map((text) => ({ text })),
  };
}

export function ttpTemplates(places: LibraryPlaces, functions: TtpFunctions): ParserTemplates<LinkedTtpTemplate> {
  const { library, custom, language } = ttpLibrary(places, functions, listener('ttp'));
  return {
    parser: 'ttp',
    library,
    custom: new CustomTemplates(places.customDirectory, language, custom, ({ template }) => template.warnings),
    toTexts: (template) => {
      const linked = template.compile();
      return template.texts.map((text, position) => ({ text, files: linked[position]?.files }));
    },
  };
}

/** The readers of a plugin's parser: they are found as templates are, and there are no others. */
export function readerTemplates(parser: ParserName, plugin: ParserPlugin): ParserTemplates<string> {
  const refuse = (): never => {
    throw new TemplateRequestError(
      `parser "${parser}" is a plugin's, which has all its readers: it takes no templates`,
    );
  };
  return {
    parser,
    library: readerLibrary(parser, plugin),
    custom: { create: async () => refuse(), delete: async () => refuse(), inline: refuse },
    toTexts: ({ name }) => [{ text: name }],
  };
}
