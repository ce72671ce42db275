import { didYouMean } from '../../../common/nearest-names.js';
import { TemplateInvalidError, TemplateNotFoundError, UnknownTemplateSourceError } from '../parsing.errors.js';
import { fileNames } from './file-names.js';
import type { LibraryTemplate } from './library-template.js';
import type { TemplateFault, TemplateLanguage, TemplateQuery } from './library.types.js';
import { templatePlatforms } from './template-platforms.js';
import type { TemplateSource } from './template-source.port.js';

/** A command on a device, and what its sender says of the template. */
export interface TemplateRequest {
  /** Netmiko or scrapli name of the device's driver, or the name of a template platform. */
  readonly driver: string;
  readonly command: string;
  /** Name of the device in the inventory. */
  readonly hostname?: string;
  /** Name of the template to be used, instead of the one for the driver and the command. */
  readonly template?: string;
  /** Name of the only source to look in. */
  readonly source?: string;
}

/** The templates of a source, for lists. */
export interface SourceListing {
  readonly source: string;
  /** Files in alphabetical order, broken ones included. */
  readonly names: readonly string[];
  readonly faults: readonly TemplateFault[];
}

/** How much longer or shorter a misspelt name may be than the one that was meant. */
const MAX_LENGTH_DIFFERENCE = 8;

/** All templates of one parser, from several sources: what the first one has goes before what the later ones have. */
export class TemplateLibrary<T> {
  constructor(
    private readonly language: TemplateLanguage<T>,
    private readonly sources: readonly TemplateSource<T>[],
  ) {}

  /** Reads all sources and follows their changes; the first one last, since its templates may name those of the others. */
  async start(): Promise<void> {
    for (const source of this.sources.toReversed()) await source.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.sources.map((source) => source.stop()));
  }

  /**
   * The template to read the output of a command with, compiled. Throws `TemplateNotFoundError`, `TemplateInvalidError` or
   * `UnknownTemplateSourceError`.
   */
  resolve(request: TemplateRequest): LibraryTemplate<T> {
    if (request.template === undefined) return this.resolveByCommand(request);
    const template = this.get(request.template, request.source);
    template.compile();
    return template;
  }

  /** What each source has for a command, the source that decides first; empty when there is nothing. */
  match({ source, ...request }: Omit<TemplateRequest, 'template'>): LibraryTemplate<T>[] {
    const query = toQuery(request);
    return this.sourcesNamed(source)
      .flatMap((candidate) => candidate.find(query) ?? [])
      .filter(({ isUsable }) => isUsable);
  }

  /** A template by its name, compiled or not. Throws `TemplateNotFoundError` or `UnknownTemplateSourceError`. */
  get(name: string, source?: string): LibraryTemplate<T> {
    const sources = this.sourcesNamed(source);
    for (const candidate of sources) {
      const template = candidate.get(name);
      if (template !== undefined) return template;
    }
    throw new TemplateNotFoundError(`Template not found: ${name}${this.suggestion(name, namesOf(sources))}`);
  }

  /** In the order in which the sources are asked. */
  list(): SourceListing[] {
    return this.sources.map((source) => ({ source: source.name, names: source.list(), faults: source.faults() }));
  }

  private resolveByCommand({ driver, command, hostname, source }: TemplateRequest): LibraryTemplate<T> {
    const query = toQuery({ driver, command, hostname });
    const sources = this.sourcesNamed(source);
    let broken: TemplateInvalidError | undefined;
    for (const candidate of sources) {
      const template = candidate.find(query);
      try {
        template?.compile();
        if (template !== undefined) return template;
      } catch (error) {
        if (!(error instanceof TemplateInvalidError)) throw error;
        broken ??= error;
      }
    }
    if (broken !== undefined) throw broken;
    throw new TemplateNotFoundError(
      `No template found for platform=${driver}, command=${command}${this.suggestionFor(query, sources)}`,
    );
  }

  /** Templates of the same platform whose names are near to what one for this command would be called. */
  private suggestionFor({ platforms, command }: TemplateQuery, sources: readonly TemplateSource<T>[]): string {
    const platform = platforms.at(-1) ?? '';
    const names = namesOf(sources).filter((name) => name.startsWith(`${platform}_`));
    return this.suggestion(this.language.namesFor(platform, command).at(-1) ?? '', names);
  }

  /** Of the names of files, those that are near to this one. */
  private suggestion(name: string, names: readonly string[]): string {
    const { extensions } = this.language;
    const wanted = fileNames(name, this.language).filter((file) => extensions.some((one) => file.endsWith(one)));
    return wanted.map((file) => didYouMean(file, namesNear(file, names))).find((words) => words !== '') ?? '';
  }

  private sourcesNamed(name: string | undefined): readonly TemplateSource<T>[] {
    if (name === undefined) return this.sources;
    const named = this.sources.filter((source) => source.name === name);
    if (named.length > 0) return named;
    const known = this.sources.map((source) => source.name);
    throw new UnknownTemplateSourceError(
      `template_source "${name}" is unknown; use one of ${known.join(', ')}, or leave it out to ask them in this order`,
    );
  }
}

function toQuery({ driver, command, hostname }: Omit<TemplateRequest, 'template' | 'source'>): TemplateQuery {
  return { platforms: templatePlatforms(driver), command: command.trim().replace(/\s+/g, ' '), hostname };
}

function namesOf<T>(sources: readonly TemplateSource<T>[]): string[] {
  return [...new Set(sources.flatMap((source) => source.list()))];
}

function namesNear(name: string, names: readonly string[]): string[] {
  return names.filter((candidate) => Math.abs(candidate.length - name.length) <= MAX_LENGTH_DIFFERENCE);
}
