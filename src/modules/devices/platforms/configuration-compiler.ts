import type {
  AnswerDefinition,
  ConfigurationDefinition,
  ConfigurationVariantDefinition,
  DialogueDefinition,
  EnableDefinition,
  SaveDefinition,
} from './configuration.definition.js';
import { atEnd, expression } from './platform-expressions.js';
import type {
  ConfigurationMode,
  Pager,
  PlatformConfiguration,
  PlatformDialogue,
  PlatformEnable,
  PlatformSave,
} from './platform.types.js';

const inLine = (pattern: string | undefined): RegExp | null =>
  pattern === undefined ? null : expression(pattern, 'm');

function dialogue(definition: DialogueDefinition | null | undefined): PlatformDialogue | null {
  if (definition === null || definition === undefined) return null;
  const { command, answers, success, failure } = definition;
  const answer = ({ pattern, answer: text }: AnswerDefinition): Pager => ({ pattern: atEnd(pattern), answer: text });
  return { command, answers: answers.map(answer), success: inLine(success), failure: inLine(failure) };
}

function dialogues(definition: DialogueDefinition | DialogueDefinition[] | null | undefined): PlatformDialogue[] {
  return [definition ?? []].flat().flatMap((one) => dialogue(one) ?? []);
}

/** A plain prompt says what level it is as well as the platform's own would. */
const orPlain = (levels: readonly string[], plain: string): readonly string[] =>
  levels.length === 0 ? levels : [...levels, plain];

/** How rights are raised. */
export function compileEnable(definition: EnableDefinition | null | undefined): PlatformEnable | null {
  if (definition === null || definition === undefined) return null;
  const { command, levels, username, password, ownPassword, asksAgain, leave } = definition;
  return {
    command,
    levels: orPlain(levels, 'plain_privileged'),
    username: atEnd(username),
    password: atEnd(password),
    asksOwnPassword: ownPassword,
    asksAgain: inLine(asksAgain),
    leave: dialogue(leave),
  };
}

function compileMode(definition: ConfigurationDefinition): ConfigurationMode {
  return {
    prepare: dialogue(definition.prepare),
    enter: dialogue(definition.enter),
    when: definition.when === undefined ? null : atEnd(definition.when),
    levels: orPlain(definition.levels, 'plain_configuration'),
    needsEnable: definition.needsEnable,
    leave: dialogues(definition.leave),
    commit: dialogue(definition.commit),
    commitsOutside: definition.commitsOutside,
    confirm: dialogue(definition.confirm),
    confirmsOutside: definition.confirmsOutside,
    discard: dialogues(definition.discard),
    diff: dialogue(definition.diff),
    textBlocks: definition.textBlocks.map(({ start, end }) => ({ start: expression(start, 'i'), end: end ?? null })),
  };
}

function compileVariant(
  definition: ConfigurationDefinition,
  variant: ConfigurationVariantDefinition | null | undefined,
): ConfigurationMode | null {
  if (variant === null || variant === undefined) return null;
  const changes = Object.entries(variant).filter(([, value]) => value !== undefined);
  return compileMode({ ...definition, ...Object.fromEntries(changes) });
}

/** How lines of configuration are taken. */
export function compileConfiguration(
  definition: ConfigurationDefinition | null | undefined,
): PlatformConfiguration | null {
  if (definition === null || definition === undefined) return null;
  const { running, withCandidate, withRollback, withTimer } = definition;
  return {
    ...compileMode(definition),
    running: running ? { command: running.command, volatile: inLine(running.volatile) } : null,
    withCandidate: compileVariant(definition, withCandidate),
    withRollback: compileVariant(definition, withRollback),
    withTimer: compileVariant(definition, withTimer),
  };
}

/** How the configuration is saved. */
export function compileSave(definition: SaveDefinition | null | undefined): PlatformSave | null {
  const typed = dialogue(definition);
  return typed === null ? null : { ...typed, inConfiguration: definition?.inConfiguration ?? false };
}
