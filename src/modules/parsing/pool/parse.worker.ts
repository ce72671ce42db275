import { parentPort, threadId, workerData } from 'node:worker_threads';
import { errorMessage, TomError } from '../../../common/tom-error.js';
import { LoadedPlugins } from '../../plugins/loaded-plugins.js';
import { parseToTable } from '../textfsm/parse-to-table.js';
import { TextFsmTemplate } from '../textfsm/textfsm-template.js';
import { NO_FILES } from '../ttp/compile-context.js';
import { ALL_TEMPLATES, TtpParser } from '../ttp/ttp-parser.js';
import { TtpFunctions } from '../ttp/ttp-functions.js';
import { TtpTemplate } from '../ttp/ttp-template.js';
import { filesFrom } from '../ttp/used-files.js';
import type {
  NumberedTask,
  ParsedData,
  ParseReply,
  ParseTask,
  LoadedThread,
  StartedTask,
  TemplateText,
  ThreadData,
} from './parse-task.js';
import { plainRecords, ReaderResultError } from './plain-records.js';
import { RecentlyUsed } from './recently-used.js';

/** Templates of a parser that a thread keeps compiled. */
const MAX_COMPILED = 500;

/** What plugins add to templates. */
const { ttpMacros, parsers } = await LoadedPlugins.load((workerData as ThreadData).plugins);
const functions = TtpFunctions.ofMacros(ttpMacros);

const textFsmTemplates = new RecentlyUsed<TextFsmTemplate>(MAX_COMPILED);
const ttpTemplates = new RecentlyUsed<TtpTemplate>(MAX_COMPILED);

function parseWithTextFsm({ templates, output, maxRows }: ParseTask): ParsedData {
  const compiled = templates.map(({ text }) => textFsmTemplates.get(text, () => TextFsmTemplate.compile(text)));
  const parsed = parseToTable(compiled, output, { maxRows }).toRecords();
  return { parsed, isEmpty: parsed.length === 0 };
}

function compileTtp(template: TemplateText): TtpTemplate {
  const { text, files } = template;
  return ttpTemplates.get(JSON.stringify(template), () =>
    TtpTemplate.compile(text, {
      functions,
      files: files === undefined ? NO_FILES : filesFrom(files),
    }),
  );
}

function parseWithTtp({ templates, output, maxRows }: ParseTask): ParsedData {
  const parser = new TtpParser(templates.map(compileTtp), { maxRecords: maxRows });
  parser.setInput(output, { templateName: ALL_TEMPLATES });
  parser.parse();
  const parsed = [parser.result({ structure: 'flat_list' })].flat();
  return { parsed, isEmpty: hasNothing(parsed) };
}

/** Throws what the reader throws, or `ReaderResultError`. */
function readWithPlugin({ parser, templates, output, context, maxRows }: ParseTask): ParsedData {
  const reader = parsers.get(parser)?.readers[templates[0]?.text ?? ''];
  if (reader === undefined) throw new ReaderResultError('the plugin of this thread does not have it');
  const parsed = plainRecords(reader.read(output, context), maxRows);
  return { parsed, isEmpty: parsed.length === 0 };
}

function parseWith(task: ParseTask): ParsedData {
  switch (task.parser) {
    case 'textfsm':
      return parseWithTextFsm(task);
    case 'ttp':
      return parseWithTtp(task);
    default:
      return readWithPlugin(task);
  }
}

/** Whether there are but lists and objects without anything in them. */
function hasNothing(data: unknown): boolean {
  if (Array.isArray(data)) return data.every(hasNothing);
  return typeof data === 'object' && data !== null && Object.keys(data).length === 0;
}

parentPort?.postMessage({ loadedThread: threadId } satisfies LoadedThread);

/** What a parsing thread runs: one output with its templates. Errors go back as data, since classes do not cross threads. */
export default function parse({ id, ...task }: NumberedTask): ParseReply {
  parentPort?.postMessage({ startedId: id } satisfies StartedTask);
  try {
    return parseWith(task);
  } catch (error) {
    return { failure: { message: errorMessage(error), details: error instanceof TomError ? error.details : {} } };
  }
}
