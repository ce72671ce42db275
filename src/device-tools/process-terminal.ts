import { userInfo } from 'node:os';
import { Secret } from '../common/secret.js';
import { promptForSecret } from './secret-prompt.js';
import type { ToolTerminal } from './tool-terminal.js';

/** The input, output and environment of this process. */
export class ProcessTerminal implements ToolTerminal {
  readonly environment = process.env;
  private lines: Promise<string[]> | undefined;

  constructor() {
    // Whoever read the output has gone away: `run-command … | head`.
    process.stdout.on('error', () => process.exit());
  }

  get username(): string {
    return userInfo().username;
  }

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  complain(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  async askSecret(question: string): Promise<Secret | undefined> {
    const { stdin, stderr } = process;
    if (stdin.isTTY) return promptForSecret(stdin, stderr, question);
    this.lines ??= readLines(stdin);
    const line = (await this.lines).shift();
    return line === undefined ? undefined : new Secret(line);
  }
}

async function readLines(input: AsyncIterable<unknown>): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of input) chunks.push(String(chunk));
  const lines = chunks.join('').split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
