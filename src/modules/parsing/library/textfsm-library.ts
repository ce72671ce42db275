import { join } from 'node:path';
import { PatternError } from '../regex/regex.errors.js';
import { TextFsmTemplate } from '../textfsm/textfsm-template.js';
import { TextFsmTemplateError } from '../textfsm/textfsm.errors.js';
import { DirectorySource } from './directory-source.js';
import { FolderSource } from './folder-source.js';
import type { SourceListener } from './followed-source.js';
import type { TemplateLanguage } from './library.types.js';
import { PackSource } from './pack-source.js';
import { TemplateLibrary } from './template-library.js';

/** Of a rule whose regular expression will not do the reference names the line alone; here its reason follows. */
function withReason(error: unknown): unknown {
  if (!(error instanceof TextFsmTemplateError && error.cause instanceof PatternError)) return error;
  const { message, cause, details } = error;
  const reason = cause.pythonMessage;
  return message.includes(reason)
    ? error
    : new TextFsmTemplateError(`${message} Reason: ${reason}.`, { cause, details });
}

function compile(text: string): TextFsmTemplate {
  try {
    return TextFsmTemplate.compile(text);
  } catch (error) {
    throw withReason(error);
  }
}

/** TextFSM, as the library sees it. */
export const TEXTFSM: TemplateLanguage<TextFsmTemplate> = {
  parser: 'textfsm',
  extensions: ['.textfsm'],
  isLinked: false,
  compile,
  namesFor: (platform, command) => [`${platform}_${command.replace(/[^\w.-]+/g, '_')}`],
};

/** The templates that come with the program. */
const BUILTIN_DIRECTORY = join(import.meta.dirname, '..', 'templates', 'builtin');

/** Where the templates are. */
export interface LibraryPlaces {
  /** Directory of one's own templates. */
  readonly customDirectory: string;
  /** Directory of the installed packs. */
  readonly packDirectory: string;
}

/** The library, and the source in which templates are stored. */
export interface TextFsmLibrary {
  readonly library: TemplateLibrary<TextFsmTemplate>;
  readonly custom: DirectorySource<TextFsmTemplate>;
}

/** The TextFSM templates in the order in which they are asked: `custom`, `ntc`, `builtin`. To be started. */
export function textFsmLibrary(
  { customDirectory, packDirectory }: LibraryPlaces,
  listener: SourceListener = () => {},
): TextFsmLibrary {
  const custom = new DirectorySource('custom', customDirectory, TEXTFSM, listener);
  const ntc = new PackSource('ntc', packDirectory, TEXTFSM, listener);
  const builtin = new FolderSource('builtin', BUILTIN_DIRECTORY, TEXTFSM);
  return { library: new TemplateLibrary(TEXTFSM, [custom, ntc, builtin]), custom };
}
