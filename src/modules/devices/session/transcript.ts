import type { TranscriptForm } from '../device-sessions.port.js';

/** What stood where, when something was typed, and what came of it. */
interface TranscriptEntry {
  readonly prompt: string;
  /** What was typed; of a text of several lines the first: the device's output shows the others. */
  readonly command: string;
  readonly output: string;
}

/** What a push of configuration looked like. */
export class Transcript {
  private text = '';

  constructor(private readonly form: TranscriptForm = 'dialogue') {}

  /** A line of the push, or what decides about its lines. */
  addLine({ prompt, command, output }: TranscriptEntry): void {
    // What stands before the first command was shown before the push.
    const before = this.form === 'lines' || this.text === '' ? '' : prompt;
    const [firstLine = ''] = command.split('\n', 1);
    this.text += `${before}${firstLine}\n${output === '' ? '' : `${output}\n`}`;
  }

  /** What gets the session to where lines are taken, and away again. */
  addStep(entry: TranscriptEntry): void {
    if (this.form === 'dialogue') this.addLine(entry);
  }

  /** All of it, when the session stands at `prompt`. */
  upTo(prompt: string): string {
    return this.form === 'lines' || this.text === '' ? this.text : `${this.text}${prompt.trimEnd()}`;
  }
}
