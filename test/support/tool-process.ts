import { spawn } from 'node:child_process';
import { join } from 'node:path';

const DIST = join(import.meta.dirname, '../../dist');

export interface ToolRun {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs one of the command-line tools, as built, and gives it `input` to read. */
export async function runTool(
  name: 'run-command' | 'detect',
  args: readonly string[],
  input: string,
): Promise<ToolRun> {
  const child = spawn(process.execPath, [join(DIST, `${name}.main.js`), ...args], { env: { PATH: process.env.PATH } });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output, errors };
}
