import type { CharacterTest } from './character-test.js';
import { testOfCharacter, testOfSet } from './character-test.js';
import { markExclusiveRuns } from './program-analysis.js';
import { NULLABLE, loopTraits } from './loop-rules.js';
import type { LoopCounter, Operation, Program } from './program.js';
import { Step } from './program.js';
import type { BackreferenceNode, ConditionalNode, LookNode, Node, RepeatNode } from './regex-ast.js';

function singleCharacterTest(node: Node): CharacterTest | null {
  if (node.type === 'char') {
    return testOfCharacter(node.code);
  }
  return node.type === 'set' ? testOfSet(node) : null;
}

function groupRegister(index: number): number {
  return 2 * (index - 1);
}

const NO_GROUPS: ReadonlySet<number> = new Set();

/** States are numbered; more counts than this would make the numbers too large. */
const MAX_COUNTS = 10_000;

class ProgramCompiler {
  private readonly steps: Step[] = [];
  private readonly counters: LoopCounter[] = [];
  private isDecidedByCounters = true;
  private registerCount: number;

  constructor(groupCount: number) {
    this.registerCount = 2 * groupCount;
  }

  compile(root: Node): Program {
    this.add(root);
    this.push('done');
    markExclusiveRuns(this.steps);
    const counts = this.counters.reduce((product, { limit }) => product * (limit + 2), 1);
    const counters = this.isDecidedByCounters && counts <= MAX_COUNTS ? this.counters : null;
    return { steps: this.steps, registerCount: this.registerCount, counters };
  }

  private push(operation: Operation): Step {
    const step = new Step(operation);
    this.steps.push(step);
    return step;
  }

  private pointHere(step: Step): void {
    step.target = this.steps.length;
  }

  private add(node: Node): void {
    switch (node.type) {
      case 'char':
        this.addText(String.fromCodePoint(node.code));
        break;
      case 'set':
        this.push('set').test = testOfSet(node);
        break;
      case 'assertion':
        this.push('assert').assertion = node.kind;
        break;
      case 'sequence':
        this.addSequence(node.items);
        break;
      case 'alternation':
        this.addBranches(node.branches);
        break;
      case 'group':
        this.push('save').register = groupRegister(node.index);
        this.add(node.body);
        this.push('save').register = groupRegister(node.index) + 1;
        break;
      case 'repeat':
        this.addRepeat(node);
        break;
      default:
        this.addRare(node);
    }
  }

  private addRare(node: Extract<Node, { type: 'look' | 'atomic' | 'backreference' | 'conditional' }>): void {
    this.isDecidedByCounters = false;
    switch (node.type) {
      case 'look':
        this.addLook(node);
        break;
      case 'atomic':
        this.addAlone(this.push('atomic'), node.body);
        break;
      case 'backreference':
        this.addBackreference(node);
        break;
      case 'conditional':
        this.addConditional(node);
        break;
      default:
        node satisfies never;
    }
  }

  /** Characters in a row become one text. */
  private addSequence(items: readonly Node[]): void {
    let text = '';
    for (const item of items) {
      if (item.type === 'char') {
        text += String.fromCodePoint(item.code);
        continue;
      }
      this.addText(text);
      text = '';
      this.add(item);
    }
    this.addText(text);
  }

  private addText(text: string): void {
    if (text !== '') {
      this.push('text').text = text;
    }
  }

  /** A body that is matched on its own, up to its `done`. */
  private addAlone(step: Step, body: Node): void {
    this.add(body);
    this.push('done');
    this.pointHere(step);
  }

  private addBranches(branches: readonly Node[]): void {
    const jumps: Step[] = [];
    branches.forEach((branch, index) => {
      const split = index === branches.length - 1 ? null : this.push('split');
      this.add(branch);
      if (split !== null) {
        jumps.push(this.push('jump'));
        this.pointHere(split);
      }
    });
    jumps.forEach((jump) => this.pointHere(jump));
  }

  private addRepeat({ min, max, mode, body }: RepeatNode): void {
    if (mode === 'possessive') {
      this.isDecidedByCounters = false;
      this.addAlone(this.withBounds('possessive', min, max), body);
      return;
    }
    const test = mode === 'greedy' ? singleCharacterTest(body) : null;
    if (test !== null) {
      this.withBounds('run', min, max).test = test;
    } else if (min === 0 && max === 1) {
      this.addOptional(body, mode === 'lazy');
    } else {
      this.addLoop(this.withBounds('enterLoop', min, max), body, mode === 'lazy');
    }
  }

  private withBounds(operation: Operation, min: number, max: number): Step {
    const step = this.push(operation);
    step.min = min;
    step.max = max;
    return step;
  }

  private addOptional(body: Node, lazy: boolean): void {
    if (!lazy) {
      const split = this.push('split');
      this.add(body);
      this.pointHere(split);
      return;
    }
    const split = this.push('split');
    const skip = this.push('jump');
    this.pointHere(split);
    this.add(body);
    this.pointHere(skip);
  }

  private addLoop(enter: Step, body: Node, lazy: boolean): void {
    enter.register = this.registerCount++;
    enter.positionRegister = this.registerCount++;
    this.noteCounter(enter, body);
    const start = this.steps.length;
    const loop = this.withBounds('loop', enter.min, enter.max);
    loop.lazy = lazy;
    const round = this.push('round');
    loop.register = round.register = enter.register;
    loop.positionRegister = round.positionRegister = enter.positionRegister;
    this.add(body);
    this.push('jump').target = start;
    this.pointHere(loop);
  }

  private noteCounter({ register, min, max }: Step, body: Node): void {
    if (loopTraits(body, NO_GROUPS) & NULLABLE) {
      this.isDecidedByCounters = false;
    } else if (min > 1 || max !== Infinity) {
      this.counters.push({ register, limit: max === Infinity ? min : max });
    }
  }

  private addLook({ negated, behind, body }: LookNode): void {
    const look = this.push('look');
    look.negated = negated;
    look.behind = behind ?? -1;
    this.addAlone(look, body);
  }

  private addBackreference({ index, fold }: BackreferenceNode): void {
    const step = this.push('backreference');
    step.register = groupRegister(index);
    step.fold = fold;
  }

  private addConditional({ index, yes, no }: ConditionalNode): void {
    const condition = this.push('condition');
    condition.register = groupRegister(index);
    this.add(yes);
    const jump = this.push('jump');
    this.pointHere(condition);
    this.add(no);
    this.pointHere(jump);
  }
}

/** Turns a tree into steps for the backtracking matcher. */
export function compileProgram(root: Node, groupCount: number): Program {
  return new ProgramCompiler(groupCount).compile(root);
}
