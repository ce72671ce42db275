import type { CharacterTest } from './character-test.js';
import { testOfCharacter } from './character-test.js';
import type { Operation, Step } from './program.js';

/** Steps that consume nothing and do not look at the text. */
const PASSIVE: readonly Operation[] = ['save', 'enterLoop', 'round'];
const FORKS: readonly Operation[] = ['split', 'loop'];
/** Steps after which nothing more is consumed, or for certain a character has been. */
const ENDINGS: readonly Operation[] = ['text', 'set', 'done'];

function isEndAssertion({ operation, assertion }: Step): boolean {
  return operation === 'assert' && (assertion === 'end' || assertion === 'textEnd');
}

/** The addresses to look at after a step that may consume nothing; null where that is not known. */
function successors(step: Step, address: number): readonly number[] | null {
  const { operation } = step;
  if (ENDINGS.includes(operation) || (operation === 'run' && step.min > 0)) {
    return [];
  }
  if (operation === 'jump') {
    return [step.target];
  }
  if (FORKS.includes(operation)) {
    return [address + 1, step.target];
  }
  return PASSIVE.includes(operation) || operation === 'run' || isEndAssertion(step) ? [address + 1] : null;
}

/** The test of the character that a step consumes first; null for a step that consumes none. */
function firstTest(step: Step): CharacterTest | null {
  return step.operation === 'text' ? testOfCharacter(step.text.codePointAt(0) ?? 0) : step.test;
}

/** Whether each character that can be consumed first from an address on passes; false where they are not known. */
function everyFirst(steps: readonly Step[], start: number, passes: (test: CharacterTest) => boolean): boolean {
  const addresses = [start];
  const visited = new Set<number>();
  for (let address = addresses.pop(); address !== undefined; address = addresses.pop()) {
    const step = steps[address];
    if (step === undefined || visited.has(address)) {
      continue;
    }
    visited.add(address);
    const next = successors(step, address);
    const test = firstTest(step);
    if (next === null || (test !== null && !passes(test))) {
      return false;
    }
    addresses.push(...next);
  }
  return true;
}

/** Whether nothing from an address on can begin with a character of the test. */
function excludes(steps: readonly Step[], start: number, test: CharacterTest): boolean {
  return everyFirst(steps, start, (other) => !other.mayShare(test));
}

/** Whether the next character does not tell which way a fork is to be taken. */
function isAmbiguous(steps: readonly Step[], address: number, { target }: Step): boolean {
  return !everyFirst(steps, address + 1, (test) => excludes(steps, target, test));
}

/** More rounds make a loop that is counted otherwise. */
const FEW_ROUNDS = 8;

function isGuess(steps: readonly Step[], address: number, step: Step): boolean {
  if (step.max > FEW_ROUNDS) return false;
  return step.operation === 'run'
    ? !step.exclusive
    : FORKS.includes(step.operation) && isAmbiguous(steps, address, step);
}

/**
 * Whether a program may try more ways than 2 to the power of `limit`, since the next character does not tell which way to go on.
 * Loops of many rounds are left out.
 */
export function guessesOften(steps: readonly Step[], limit: number): boolean {
  let guesses = 0;
  return steps.some((step, address) => {
    if (isGuess(steps, address, step)) guesses += Math.log2(Math.max(2, step.max - step.min + 1));
    return guesses > limit;
  });
}

/**
 * Marks the runs after which nothing can begin with one of their characters: giving characters back could not help, so no
 * alternative has to be remembered.
 */
export function markExclusiveRuns(steps: readonly Step[]): void {
  steps.forEach((step, address) => {
    step.exclusive = step.operation === 'run' && step.test !== null && excludes(steps, address + 1, step.test);
  });
}
