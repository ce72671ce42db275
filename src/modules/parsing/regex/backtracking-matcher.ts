import { assertionHolds } from './assertion-rules.js';
import type { CharacterTest } from './character-test.js';
import { FrameStack } from './frame-stack.js';
import { KnownFailures } from './known-failures.js';
import type { Program, Step } from './program.js';
import { FAILED, stepBack, takeAgain, takeCharacter } from './subject-text.js';

/** Shared, since a match is never interrupted by another one. */
const frames = new FrameStack();
const failures = new KnownFailures();

/** Thrown when a match takes more steps than its budget; the JavaScript engine may be faster. */
export class StepBudgetExceeded extends Error {}

/** Thrown often and caught at once: one without a stack trace of its own will do. */
const BUDGET_EXCEEDED = new StepBudgetExceeded('A match takes more steps than its budget.');

/**
 * Matches the way Python's engine does: captures outlive the round of a loop that set them, a round may consume nothing once.
 * Alternatives are kept on the heap, so neither long texts nor deep backtracking exhaust the stack of the process. One object
 * matches one text at a time.
 */
export class BacktrackingMatcher {
  private subject = '';
  private readonly registers: number[];
  private forbiddenEnd = FAILED;
  private stepsLeft = Infinity;
  private nextAddress = 0;

  constructor(private readonly program: Program) {
    this.registers = new Array<number>(program.registerCount).fill(-1);
  }

  /** Sets the text to be matched, and how many steps a match may take (default any number). */
  begin(subject: string, maxSteps = Infinity): void {
    this.subject = subject;
    this.stepsLeft = maxSteps;
  }

  /**
   * Tries to match at `start` only and returns the end, or -1. `forbiddenEnd` is an end that does not count, for finding a
   * match that is not empty. Throws `StepBudgetExceeded`.
   */
  matchAt(start: number, forbiddenEnd = FAILED): number {
    for (let register = 0; register < this.registers.length; register++) {
      this.registers[register] = -1;
    }
    frames.clear();
    failures.clear();
    this.forbiddenEnd = forbiddenEnd;
    return this.run(0, start, true);
  }

  /** The text of a group of the last match; undefined when it took no part. */
  group(index: number): string | undefined {
    const register = 2 * (index - 1);
    return this.hasGroup(register)
      ? this.subject.slice(this.registers[register], this.registers[register + 1])
      : undefined;
  }

  /** Runs from an address to its `done`; leaves the frames below those of this run alone. */
  private run(address: number, start: number, isWhole: boolean): number {
    const base = frames.height;
    const { steps } = this.program;
    let pc = address;
    let position = start;
    for (;;) {
      const step = steps[pc];
      if (step === undefined || --this.stepsLeft < 0) {
        throw BUDGET_EXCEEDED;
      }
      if (step.operation === 'done' && !(isWhole && position === this.forbiddenEnd)) {
        return position;
      }
      this.nextAddress = pc + 1;
      const next = this.advance(step, position);
      if (next !== FAILED) {
        position = next;
      } else {
        position = this.goBack(base);
        if (position === FAILED) {
          return FAILED;
        }
      }
      pc = this.nextAddress;
    }
  }

  /** Performs one step and returns the new position; `nextAddress` is the step after it unless changed. */
  private advance(step: Step, position: number): number {
    switch (step.operation) {
      case 'text':
        return this.subject.startsWith(step.text, position) ? position + step.text.length : FAILED;
      case 'set':
        return step.test === null ? FAILED : takeCharacter(this.subject, position, step.test);
      case 'run':
        return step.test === null ? FAILED : this.consumeRun(step, step.test, position);
      case 'assert':
        return assertionHolds(step.assertion, this.subject, position) ? position : FAILED;
      case 'save':
        this.setRegister(step.register, position);
        return position;
      case 'split':
        frames.pushAlternative(step.target, position);
        return position;
      case 'jump':
        this.nextAddress = step.target;
        return position;
      default:
        return this.advanceRare(step, position);
    }
  }

  private advanceRare(step: Step, position: number): number {
    switch (step.operation) {
      case 'enterLoop':
        this.setRegister(step.register, 0);
        this.setRegister(step.positionRegister, -1);
        return position;
      case 'loop':
        return this.goRound(step, position);
      case 'round':
        this.setRegister(step.register, (this.registers[step.register] ?? 0) + 1);
        this.setRegister(step.positionRegister, position);
        return position;
      case 'look':
        return this.lookAround(step, position);
      case 'atomic':
        return this.runAlone(step, this.nextAddress, position);
      case 'possessive':
        return this.consumePossessively(step, position);
      case 'backreference':
        return this.matchBackreference(step, position);
      case 'condition':
        if (!this.hasGroup(step.register)) {
          this.nextAddress = step.target;
        }
        return position;
      default:
        return FAILED;
    }
  }

  private goRound(loop: Step, position: number): number {
    const body = this.nextAddress;
    const count = this.registers[loop.register] ?? 0;
    if (count < loop.min) {
      this.setRegister(loop.register, count + 1);
      this.nextAddress = body + 1;
      return position;
    }
    const mayGoRound = count < loop.max && position !== this.registers[loop.positionRegister];
    if (!mayGoRound) {
      this.nextAddress = loop.target;
    } else if (loop.lazy) {
      frames.pushAlternative(body, position);
      this.nextAddress = loop.target;
    } else {
      frames.pushAlternative(loop.target, position);
    }
    return position;
  }

  private lookAround(step: Step, position: number): number {
    const base = frames.height;
    const start = step.behind < 0 ? position : stepBack(this.subject, position, step.behind);
    const matched = start !== FAILED && this.run(this.nextAddress, start, false) !== FAILED;
    if (step.negated) {
      frames.undo(base, this.registers);
    } else {
      frames.dropAlternatives(base);
    }
    this.nextAddress = step.target;
    return matched === step.negated ? FAILED : position;
  }

  /** Matches the body of a step once and for all, then goes on at its target. */
  private runAlone(step: Step, body: number, position: number): number {
    const base = frames.height;
    const end = this.run(body, position, false);
    frames.dropAlternatives(base);
    this.nextAddress = step.target;
    return end;
  }

  private consumePossessively(loop: Step, start: number): number {
    const body = this.nextAddress;
    let position = start;
    let last = FAILED;
    for (let count = 0; count < loop.max && (count < loop.min || position !== last); count++) {
      const next = this.runAlone(loop, body, position);
      if (next === FAILED) {
        return count < loop.min ? FAILED : position;
      }
      last = count < loop.min ? FAILED : position;
      position = next;
    }
    this.nextAddress = loop.target;
    return position;
  }

  private matchBackreference(step: Step, start: number): number {
    if (!this.hasGroup(step.register)) {
      return FAILED;
    }
    const from = this.registers[step.register] ?? 0;
    const to = this.registers[step.register + 1] ?? 0;
    return takeAgain(this.subject, start, { from, to, fold: step.fold });
  }

  private hasGroup(register: number): boolean {
    const start = this.registers[register] ?? -1;
    const end = this.registers[register + 1] ?? -1;
    return start >= 0 && end >= start;
  }

  private consumeRun(run: Step, test: CharacterTest, start: number): number {
    let position = start;
    let minEnd = run.min === 0 ? start : FAILED;
    for (let count = 0; count < run.max;) {
      const next = takeCharacter(this.subject, position, test);
      if (next === FAILED) {
        break;
      }
      position = next;
      if (++count === run.min) {
        minEnd = position;
      }
    }
    if (minEnd === FAILED) {
      return FAILED;
    }
    if (position > minEnd && !run.exclusive) {
      frames.pushAlternative(this.nextAddress, position, minEnd);
    }
    return position;
  }

  private setRegister(register: number, value: number): void {
    frames.pushRegister(register, this.registers[register] ?? -1);
    this.registers[register] = value;
  }

  /** Takes up the latest alternative that may lead on and returns its position, or -1 when there is none above `base`. */
  private goBack(base: number): number {
    while (frames.popAlternative(base, this.registers)) {
      const position = this.resume();
      if (!this.isKnownFailure(position)) {
        return position;
      }
    }
    return FAILED;
  }

  private isKnownFailure(position: number): boolean {
    const { counters } = this.program;
    const place = this.nextAddress * (this.subject.length + 1) + position;
    return counters !== null && failures.isKnown(place, counters, this.registers);
  }

  /** Goes on with the alternative just popped, and returns its position; a run gives back one character. */
  private resume(): number {
    const { address, position, runMinimum } = frames;
    this.nextAddress = address;
    if (runMinimum < 0) {
      return position;
    }
    const shorter = stepBack(this.subject, position, 1);
    if (shorter > runMinimum) {
      frames.pushAlternative(address, shorter, runMinimum);
    }
    return shorter;
  }
}
