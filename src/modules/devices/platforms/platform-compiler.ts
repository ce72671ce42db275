import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { PlatformDefinitionError } from '../devices.errors.js';
import type {
  AnswerDefinition,
  ConfigurationDefinition,
  DialogueDefinition,
  EnableDefinition,
  SaveDefinition,
} from './configuration.definition.js';
import { DetectionClueDefinition } from './detection.definition.js';
import { PlatformDefinition, type EntryDefinition, type PagerDefinition } from './platform.definition.js';
import { platformNames, type RawDefinition } from './platform-files.js';
import type {
  DetectionClue,
  Pager,
  Platform,
  PlatformConfiguration,
  PlatformDialogue,
  PlatformEnable,
  PlatformEntry,
  PlatformLogin,
  PlatformSave,
} from './platform.types.js';

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

function validate(source: string, raw: RawDefinition): PlatformDefinition {
  const definition = plainToInstance(PlatformDefinition, raw, { exposeDefaultValues: true });
  const errors = validateSync(definition, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length === 0) return definition;
  const faults = describeFaults(errors).map(snakeCase);
  throw new PlatformDefinitionError(`platform definition ${source} has faults: ${faults.join('; ')}`);
}

/** Platforms of a family share their expressions, which keep no state. */
const expressions = new Map<string, RegExp>();

function expression(source: string, flags = ''): RegExp {
  const key = `${flags}/${source}`;
  const known = expressions.get(key);
  if (known !== undefined) return known;
  const compiled = new RegExp(source, flags);
  expressions.set(key, compiled);
  return compiled;
}

const whole = (pattern: string): RegExp => expression(`^(?:${pattern})$`);
const atEnd = (pattern: string): RegExp => expression(`(?:${pattern})$`);
const atEndInAnyCase = (pattern: string): RegExp => expression(`(?:${pattern})$`, 'i');
const atStart = (pattern: string): RegExp => expression(`^\\s*(?:${pattern})`, 'i');
const linesAtEnd = (pattern: string): RegExp => expression(`(?:^|\\n)(?:${pattern})[ \\t]*\\n?$`);
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

function dialogue(definition: DialogueDefinition | null | undefined): PlatformDialogue | null {
  if (definition === null || definition === undefined) return null;
  const { command, answers, success } = definition;
  const answer = ({ pattern, answer: text }: AnswerDefinition): Pager => ({ pattern: atEnd(pattern), answer: text });
  return { command, answers: answers.map(answer), success: success === undefined ? null : expression(success, 'm') };
}

function enable(definition: EnableDefinition | null | undefined): PlatformEnable | null {
  if (definition === null || definition === undefined) return null;
  const { command, levels, username, password, ownPassword, asksAgain, leave } = definition;
  return {
    command,
    levels,
    username: atEnd(username),
    password: atEnd(password),
    asksOwnPassword: ownPassword,
    asksAgain: asksAgain === undefined ? null : expression(asksAgain, 'm'),
    leave,
  };
}

function configuration(definition: ConfigurationDefinition | null | undefined): PlatformConfiguration | null {
  if (definition === null || definition === undefined) return null;
  const enter = dialogue(definition.enter);
  return {
    enter,
    levels: enter === null ? [] : definition.levels,
    needsEnable: definition.needsEnable,
    leave: dialogue(definition.leave),
    commit: dialogue(definition.commit),
    discard: dialogue(definition.discard),
    textBlocks: definition.textBlocks.map(({ start, end }) => ({ start: expression(start, 'i'), end: end ?? null })),
  };
}

function save(definition: SaveDefinition | null | undefined): PlatformSave | null {
  const typed = dialogue(definition);
  return typed === null ? null : { ...typed, inConfiguration: definition?.inConfiguration ?? false };
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
  const { promptContext, logLine } = definition;
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
    entry: entry(definition.entry),
    widthCommands: definition.widthCommands,
    pagingCommands: definition.pagingCommands,
    enable: enable(definition.enable),
    configuration: configuration(definition.configuration),
    save: save(definition.save),
    exitCommand: definition.exitCommand,
    pagers: [...definition.answers, ...definition.pagers].map(pager),
    errorPatterns: definition.errorPatterns.map(({ pattern, reason }) => ({
      pattern: expression(pattern, 'm'),
      reason,
    })),
    questions: definition.questions.map(atEnd),
    logLine: logLine === undefined ? null : expression(logLine),
    statelessCommands: definition.statelessCommands.map(atStart),
    promptChangingCommands: definition.promptChangingCommands.map(atStart),
  };
}
