import { TomError } from '../common/tom-error.js';
import { ToolUsageError } from './device-tools.errors.js';
import type { ToolTerminal } from './tool-terminal.js';

const FAILED = 1;
const MISUSED = 2;

export interface ToolFacts {
  readonly name: string;
  /** One line. */
  readonly usage: string;
}

/** Runs a tool and gives its exit code. An error is one sentence: 2 where the command line is wrong, 1 for all others. */
export async function runTool(
  { name, usage }: ToolFacts,
  terminal: ToolTerminal,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TomError)) throw error;
    terminal.complain(`${name}: ${error.message}`);
    if (error instanceof ToolUsageError) {
      terminal.complain(`${usage}; --help explains the options`);
      return MISUSED;
    }
    if ('partialOutput' in error && error.partialOutput !== '') {
      terminal.complain(`What had come until then:\n${String(error.partialOutput)}`);
    }
    return FAILED;
  }
}
