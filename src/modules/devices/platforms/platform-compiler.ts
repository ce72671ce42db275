import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { PlatformDefinitionError } from '../devices.errors.js';
import { PlatformDefinition } from './platform.definition.js';
import type { Platform } from './platform.types.js';

/** A definition as read from a file, keys in camel case. */
export type RawDefinition = Readonly<Record<string, unknown>>;

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

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const atEnd = (pattern: string): RegExp => new RegExp(`(?:${pattern})$`);
const atStart = (pattern: string): RegExp => new RegExp(`^\\s*(?:${pattern})`, 'i');

/** Checks one definition and makes a platform of it. Throws `PlatformDefinitionError` with every fault. */
export function compilePlatform(source: string, raw: RawDefinition): Platform {
  const definition = validate(source, raw);
  return {
    name: definition.name,
    description: definition.description,
    names: [definition.name, ...definition.aliases],
    isShell: definition.shell,
    terminal: { ...definition.terminal },
    lineEnding: definition.lineEnding,
    promptQuietMs: definition.promptQuietMs,
    privilegeLevels: definition.privilegeLevels.map(({ name, prompt }) => ({ name, prompt: whole(prompt) })),
    widthCommands: definition.widthCommands,
    pagingCommands: definition.pagingCommands,
    exitCommand: definition.exitCommand,
    pagers: definition.pagers.map(({ pattern, answer }) => ({ pattern: atEnd(pattern), answer })),
    errorPatterns: definition.errorPatterns.map(({ pattern, reason }) => ({
      pattern: new RegExp(pattern, 'm'),
      reason,
    })),
    questions: definition.questions.map(atEnd),
    logLine: definition.logLine === undefined ? null : new RegExp(definition.logLine),
    statelessCommands: definition.statelessCommands.map(atStart),
    promptChangingCommands: definition.promptChangingCommands.map(atStart),
  };
}
