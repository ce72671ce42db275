import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { LoadedPlugins } from '../plugins/loaded-plugins.js';
import type { LibraryTemplate } from './library/library-template.js';
import type { TemplateRequest } from './library/template-library.js';
import type { ParserName } from './parser-name.js';
import { readerTemplates, textFsmTemplates, ttpTemplates, type ParserTemplates } from './parser-templates.js';
import { ParserUnavailableError } from './parsing.errors.js';
import type { ParsedData } from './pool/parse-task.js';
import { ParserPool } from './pool/parser-pool.js';
import { TtpFunctions } from './ttp/ttp-functions.js';

/** How the output of one command is to be parsed. */
export interface ParseWish extends TemplateRequest {
  readonly parser: ParserName;
}

/** An output, parsed. */
export interface ParsedOutput extends ParsedData {
  readonly source: string;
  readonly template: string;
}

/** Templates and the threads that parse with them. */
@Injectable()
export class ParsingService implements OnModuleInit, OnApplicationShutdown {
  private readonly parsers: readonly ParserTemplates[];
  private readonly pool: ParserPool;

  constructor({ parsing }: Settings, plugins: LoadedPlugins) {
    const packDirectory = parsing.templatePackDir;
    this.parsers = [
      textFsmTemplates({ customDirectory: parsing.textfsmTemplateDir, packDirectory }),
      ttpTemplates(
        { customDirectory: parsing.ttpTemplateDir, packDirectory },
        TtpFunctions.ofMacros(plugins.ttpMacros),
      ),
      ...[...plugins.parsers].map(([name, parser]) => readerTemplates(name, parser)),
    ];
    this.pool = new ParserPool({
      timeoutMs: parsing.parseTimeoutMs,
      waitMs: parsing.parseWaitMs,
      maxOutputBytes: parsing.maxParseOutputBytes,
      maxRows: parsing.maxParseRows,
      plugins: plugins.references,
    });
  }

  async onModuleInit(): Promise<void> {
    await Promise.all(this.parsers.map(({ library }) => library.start()));
  }

  /** Not before: requests that are held while Tom stops are answered, and their outputs parsed. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.parsers.map(({ library }) => library.stop()));
    await this.pool.close();
  }

  /** Names of all parsers, those of plugins last. */
  get parserNames(): ParserName[] {
    return this.parsers.map(({ parser }) => parser);
  }

  /** The templates of a parser. Throws `ParserUnavailableError` for one that is unknown. */
  templates(parser: string): ParserTemplates {
    const found = this.parsers.find((candidate) => candidate.parser === parser);
    if (found !== undefined) return found;
    throw new ParserUnavailableError(`parser "${parser}" is not available; use ${this.parserNames.join(' or ')}`);
  }

  /** The template a wish leads to. Throws when there is none, or one that is of no use: before any device is asked. */
  resolve({ parser, ...request }: ParseWish): LibraryTemplate<unknown> {
    return this.templates(parser).library.resolve(request);
  }

  async parse(wish: ParseWish, output: string): Promise<ParsedOutput> {
    return this.parseWith(wish, this.resolve(wish), output);
  }

  /** Parses with the text of a template, which is stored nowhere. Throws `TemplateInvalidError`. */
  async parseInline(parser: ParserName, content: string, output: string): Promise<ParsedOutput> {
    return this.parseWith({ parser, driver: '', command: '' }, this.templates(parser).custom.inline(content), output);
  }

  private async parseWith(
    { parser, driver, command }: Pick<ParseWish, 'parser' | 'driver' | 'command'>,
    template: LibraryTemplate<unknown>,
    output: string,
  ): Promise<ParsedOutput> {
    const { name, source } = template;
    const templates = this.templates(parser).toTexts(template);
    const context = { driver: driver || null, command: command || null };
    const data = await this.pool.parse({ parser, template: name, templates, output, context });
    return { ...data, source, template: name };
  }
}
