import type { RemoteShell } from '../remote-shell.js';
import type { ShellWire } from './reply-writer.js';

const WORDS = '\r\n% Too many sessions are open; try again later\r\n';

/** What a device with too many sessions shows in place of a shell. */
export class BusyShell implements RemoteShell {
  constructor(private readonly wire: ShellWire) {}

  start(): void {
    this.wire.write(Buffer.from(WORDS));
    this.wire.end();
  }

  receive(): void {
    // It listens to nobody.
  }

  resize(): void {
    // Nor has it a line that could be wrapped.
  }

  close(): void {
    // It has said all it has to say.
  }
}
