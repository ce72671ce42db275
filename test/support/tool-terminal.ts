import { Secret } from '../../src/common/secret.js';
import type { ToolTerminal } from '../../src/device-tools/tool-terminal.js';

/** Plays the terminal to a command-line tool: answers with `secrets` in turn and keeps what it says. */
export class FakeTerminal implements ToolTerminal {
  readonly username = 'somebody';
  readonly printed: string[] = [];
  readonly complaints: string[] = [];
  readonly questions: string[] = [];

  constructor(
    private readonly secrets: string[] = [],
    readonly environment: Record<string, string | undefined> = {},
  ) {}

  print(text: string): void {
    this.printed.push(text);
  }

  complain(text: string): void {
    this.complaints.push(text);
  }

  async askSecret(question: string): Promise<Secret | undefined> {
    this.questions.push(question);
    const secret = this.secrets.shift();
    return secret === undefined ? undefined : new Secret(secret);
  }

  /** Everything it was told, in one text. */
  get everything(): string {
    return [...this.printed, ...this.complaints, ...this.questions].join('\n');
  }
}
