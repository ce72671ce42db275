import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { CustomTemplates } from './library/custom-templates.js';
import { TEXTFSM, textFsmLibrary } from './library/textfsm-library.js';
import { textFsmWarnings } from './library/textfsm-warnings.js';
import type { LibraryTemplate } from './library/library-template.js';
import type { TemplateLibrary, TemplateRequest } from './library/template-library.js';
import { ParserUnavailableError } from './parsing.errors.js';
import type { ParsedRecord } from './pool/parse-task.js';
import { ParserPool } from './pool/parser-pool.js';
import type { TextFsmTemplate } from './textfsm/textfsm-template.js';

export type ParserName = 'textfsm' | 'ttp';
export const PARSERS: readonly ParserName[] = ['textfsm', 'ttp'];

/** How the output of one command is to be parsed. */
export interface ParseWish extends TemplateRequest {
  readonly parser: ParserName;
}

/** An output, parsed. */
export interface ParsedOutput {
  readonly records: readonly ParsedRecord[];
  readonly source: string;
  readonly template: string;
}

/** Templates and the threads that parse with them. */
@Injectable()
export class ParsingService implements OnModuleInit, BeforeApplicationShutdown {
  readonly library: TemplateLibrary<TextFsmTemplate>;
  readonly custom: CustomTemplates<TextFsmTemplate>;
  private readonly pool: ParserPool;

  constructor({ parsing }: Settings) {
    const logger = new Logger('Templates');
    const places = { customDirectory: parsing.textfsmTemplateDir, packDirectory: parsing.templatePackDir };
    const { library, custom } = textFsmLibrary(places, ({ name, count, faults }) => {
      logger.log(`${count} templates in source "${name}"`);
      for (const fault of faults) logger.warn(`source "${name}": ${fault.name} is disabled: ${fault.reason}`);
    });
    this.library = library;
    this.custom = new CustomTemplates(parsing.textfsmTemplateDir, TEXTFSM, custom, textFsmWarnings);
    this.pool = new ParserPool({
      timeoutMs: parsing.parseTimeoutMs,
      maxOutputBytes: parsing.maxParseOutputBytes,
      maxRows: parsing.maxParseRows,
    });
  }

  async onModuleInit(): Promise<void> {
    await this.library.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.library.stop();
    await this.pool.close();
  }

  /** The template a wish leads to. Throws when there is none, or one that is of no use: before any device is asked. */
  resolve({ parser, ...request }: ParseWish): LibraryTemplate<TextFsmTemplate> {
    requireTextFsm(parser);
    return this.library.resolve(request);
  }

  async parse(wish: ParseWish, output: string): Promise<ParsedOutput> {
    const template = this.resolve(wish);
    const { source, name } = template;
    return {
      records: await this.pool.parse({ template: name, texts: template.texts, output }),
      source,
      template: name,
    };
  }
}

/** Throws `ParserUnavailableError` for any other parser. */
export function requireTextFsm(parser: string): void {
  if (parser !== 'textfsm')
    throw new ParserUnavailableError(`parser "${parser}" is not available in this version; use "textfsm"`);
}
