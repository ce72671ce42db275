import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

const IAC = 255;
const NAWS = 31;
const WILL = 251;
const DO = 253;
const SB = 250;
const SE = 240;

/** A Telnet client that agrees to everything and shows what it gets. */
export class RawTelnet {
  /** What the device sent, its Telnet commands left out. */
  received = '';
  /** Telnet commands of the device, as `253 31`. */
  readonly commands: string[] = [];
  #waiting: (() => void) | undefined;

  private constructor(
    readonly socket: Socket,
    private readonly answers: boolean,
  ) {
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => this.take(data));
    socket.on('close', () => this.#waiting?.());
  }

  static async connect(port: number, answers = true): Promise<RawTelnet> {
    const socket = connect(port, '127.0.0.1');
    const client = new RawTelnet(socket, answers);
    await once(socket, 'connect');
    return client;
  }

  /** Waits until the end of what was received matches, or the device has hung up, and takes all of it. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received) && !this.socket.closed) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    const text = this.received;
    this.received = '';
    return text;
  }

  async ask(line: string, pattern: RegExp): Promise<string> {
    this.socket.write(`${line}\r\0`);
    return this.until(pattern);
  }

  private take(data: Buffer): void {
    for (let at = 0; at < data.length; at++) {
      const [byte = 0, verb = 0, option = 0] = data.subarray(at);
      if (byte !== IAC || verb === IAC) {
        this.received += String.fromCharCode(byte);
        if (byte === IAC) at++;
      } else if (verb === SB) {
        at = data.indexOf(SE, at);
      } else {
        this.command(verb, option);
        at += 2;
      }
    }
    this.#waiting?.();
  }

  private command(verb: number, option: number): void {
    this.commands.push(`${verb} ${option}`);
    if (!this.answers) return;
    if (verb === WILL) this.socket.write(Buffer.from([IAC, DO, option]));
    if (verb === DO) this.socket.write(Buffer.from([IAC, WILL, option]));
    if (verb === DO && option === NAWS) this.socket.write(Buffer.from([IAC, SB, NAWS, 0, 132, 0, 50, IAC, SE]));
  }
}
