import type { ParserPlugin } from '../../../plugin-api/parser-plugin.js';
import type { TemplateLanguage } from './library.types.js';
import type { LibraryTemplate } from './library-template.js';
import { readerIndex } from './reader-index.js';
import { StoredSource } from './stored-source.js';
import { TemplateLibrary } from './template-library.js';
import { TEXTFSM } from './textfsm-library.js';

/** Name of the source that has the readers of a plugin's parser. */
const SOURCE = 'plugin';

/** The readers of a plugin's parser, in the place of templates; their texts are their descriptions. */
class ReaderSource extends StoredSource<string> {
  constructor(
    private readonly plugin: ParserPlugin,
    language: TemplateLanguage<string>,
  ) {
    super(SOURCE, language);
  }

  async start(): Promise<void> {
    const { readers } = this.plugin;
    const descriptions = Object.entries(readers).map(([name, { description }]) => [name, description] as const);
    await this.adopt({ templates: new Map(descriptions), attachments: new Map(), index: readerIndex(readers) });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /** Tables of several readers cannot be joined. */
  override get(name: string): LibraryTemplate<string> | undefined {
    return name.includes(':') ? undefined : super.get(name);
  }
}

/** A plugin's parser, as the API sees it: its readers are found as templates are. To be started. */
export function readerLibrary(parser: string, plugin: ParserPlugin): TemplateLibrary<string> {
  const language: TemplateLanguage<string> = {
    parser,
    extensions: [''],
    isLinked: false,
    compile: (description) => description,
    namesFor: (platform, command) => TEXTFSM.namesFor(platform, command),
  };
  return new TemplateLibrary(language, [new ReaderSource(plugin, language)]);
}
