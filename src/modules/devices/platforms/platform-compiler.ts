import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { PlatformDefinitionError } from '../devices.errors.js';
import { compileConfiguration, compileEnable, compileSave } from './configuration-compiler.js';
import { DetectionClueDefinition } from './detection.definition.js';
import { PlatformDefinition, type EntryDefinition, type PagerDefinition } from './platform.definition.js';
import { atEnd, atEndInAnyCase, atStart, expression, linesAtEnd, lineAtEnd, whole } from './platform-expressions.js';
import { secretPattern } from './secret-pattern.js';
import { platformNames, type RawDefinition } from './platform-files.js';
import type { DetectionClue, ErrorPattern, Pager, Platform, PlatformEntry, PlatformLogin } from './platform.types.js';

function describeFaults(errors: readonly ValidationError[], path = ''): string[] {
  return errors.flatMap((error) => {
    const key = `${path}${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((text) => `${key}: ${text}`);
    return [...own, ...describeFaults(error.children ?? [], `${key}.`)];
  });
}

function snakeCase(text: string): string {
  return text.replace(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, (word) => word.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`));
}

/** `enable` and `configuration` name levels, which must be there. */
function unknownLevels({ privilegeLevels, enable, configuration }: PlatformDefinition): string[] {
  const known = new Set(privilegeLevels.map(({ name }) => name));
  const named = [enable?.levels, configuration?.enter === undefined ? [] : configuration?.levels];
  const unknown = named.flatMap((levels) => levels ?? []).filter((level) => !known.has(level));
  return unknown.map((level) => `privilege_levels has no "${level}", which enable or configuration names`);
}

function validate(source: string, raw: RawDefinition): PlatformDefinition {
  const definition = plainToInstance(PlatformDefinition, raw, { exposeDefaultValues: true });
  const errors = validateSync(definition, { whitelist: true, forbidNonWhitelisted: true });
  const faults = [...describeFaults(errors).map(snakeCase), ...unknownLevels(definition)];
  if (faults.length === 0) return definition;
  throw new PlatformDefinitionError(`platform definition ${source} has faults: ${faults.join('; ')}`);
}

/** A server for authorisation (TACACS+, RADIUS) may be asked by any device, and these are the words it is told in. */
const NOT_AUTHORISED: ErrorPattern = {
  pattern: /^(?:%{1,2} ?)?(?:Command authorization failed|Authorization (?:failed|denied))(?: for command |\.? ?$)/m,
  reason: 'not_authorised',
};

const pager = ({ pattern, answer }: PagerDefinition): Pager => ({ pattern: atEnd(pattern), answer });

function clue({ sshVersion, command = '', output = '' }: DetectionClueDefinition): DetectionClue {
  return sshVersion === undefined
    ? { kind: 'output', command, pattern: expression(output, 'm') }
    : { kind: 'ssh_version', pattern: expression(sshVersion) };
}

/** The clues of a definition that is known to be good: without the cost of the whole platform. */
export function compileClues({ detect }: RawDefinition): DetectionClue[] {
  return Array.isArray(detect) ? plainToInstance(DetectionClueDefinition, detect as object[]).map(clue) : [];
}

function entry(definition: EntryDefinition | undefined): PlatformEntry | null {
  return definition === undefined ? null : { prompt: atEnd(definition.prompt), command: definition.command };
}

function login(definition: PlatformDefinition): PlatformLogin {
  return {
    userPrompts: definition.userPrompts.map(atEndInAnyCase),
    passwordPrompts: definition.passwordPrompts.map(atEndInAnyCase),
    refusals: definition.loginRefusals.map(({ pattern, reason }) => ({ pattern: expression(pattern, 'i'), reason })),
    isInBand: definition.inBandLogin,
    sshUser: definition.sshUser ?? null,
  };
}

/** Checks one definition and makes a platform of it. Throws `PlatformDefinitionError` with every fault. */
export function compilePlatform(source: string, raw: RawDefinition): Platform {
  const definition = validate(source, raw);
  const { promptContext, replyEnd, logLine } = definition;
  return {
    name: definition.name,
    description: definition.description,
    names: platformNames(definition.name, raw),
    netmikoNames: definition.netmikoNames,
    scrapliNames: definition.scrapliNames,
    verified: definition.verified,
    note: definition.note ?? null,
    clues: definition.detect.map(clue),
    isShell: definition.shell,
    protocol: 'ssh',
    login: login(definition),
    terminal: { ...definition.terminal },
    lineEnding: definition.lineEnding,
    telnetLineEnding: definition.telnetLineEnding,
    promptQuietMs: definition.promptQuietMs,
    privilegeLevels: definition.privilegeLevels.map(({ name, prompt }) => ({ name, prompt: whole(prompt) })),
    promptContext: promptContext === undefined ? null : linesAtEnd(promptContext),
    replyEnd: replyEnd === undefined ? null : lineAtEnd(replyEnd),
    entry: entry(definition.entry),
    widthCommands: definition.widthCommands,
    pagingCommands: definition.pagingCommands,
    autoChangeCommands: definition.autoChangeCommands,
    enable: compileEnable(definition.enable),
    configuration: compileConfiguration(definition.configuration),
    save: compileSave(definition.save),
    exitCommand: definition.exitCommand,
    exitAnswers: definition.exitAnswers.map(pager),
    pagers: [...definition.answers, ...definition.pagers].map(pager),
    errorPatterns: [
      NOT_AUTHORISED,
      ...definition.errorPatterns.map(({ pattern, reason }) => ({ pattern: expression(pattern, 'm'), reason })),
    ],
    questions: definition.questions.map(atEnd),
    logLine: logLine === undefined ? null : expression(logLine),
    secrets: definition.secrets.map((pattern) => expression(secretPattern(pattern), 'dgi')),
    statelessCommands: definition.statelessCommands.map(atStart),
    promptChangingCommands: definition.promptChangingCommands.map(atStart),
  };
}
