import type { Socket } from 'node:net';
import type { ShellWire } from './cli/reply-writer.js';
import type { FrontOptions } from './front-options.js';
import type { LabFaults } from './lab-faults.js';
import { DEFAULT_TERMINAL, type RemoteShell, type TerminalSize } from './remote-shell.js';
import {
  escapeTelnet,
  negotiation,
  subnegotiation,
  TELNET_OPTIONS,
  TelnetCodec,
  type TelnetListener,
  type TelnetVerb,
} from './telnet-codec.js';

const TTYPE_SEND = 1;

/** The Telnet side of a device. */
export class TelnetFront {
  constructor(private readonly options: FrontOptions) {}

  /** Serves Telnet on a connection that was just accepted. */
  accept(socket: Socket): void {
    new TelnetConnection(this.options, socket).start();
  }
}

/** One connection: option negotiation, and a log-in dialogue with its shell. */
class TelnetConnection implements TelnetListener {
  readonly #codec = new TelnetCodec(this);
  readonly #shell: RemoteShell;
  /** Options that were offered or asked for and not answered yet, as `will 1`. */
  readonly #unanswered = new Set<string>();
  #terminal: TerminalSize = DEFAULT_TERMINAL;
  #isEchoAgreed = false;
  #isStarted = false;

  constructor(
    private readonly options: FrontOptions,
    private readonly socket: Socket,
  ) {
    const { log } = options;
    const onLogin = () => {
      log.sessionOpened();
      socket.once('close', () => log.sessionClosed());
    };
    const hooks = { method: 'telnet', faults: () => this.faults(), onLogin };
    this.#shell = options.openDialogue(this.wire(), () => this.#terminal, hooks);
  }

  start(): void {
    const { telnet } = this.options.login;
    this.socket.once('close', () => this.#shell.close());
    this.socket.on('data', (data) => this.#codec.receive(data));
    for (const name of telnet.will) this.negotiate('will', TELNET_OPTIONS[name]);
    for (const name of telnet.do) this.negotiate('do', TELNET_OPTIONS[name]);
    if (this.options.faults().dropAt === 'key_exchange') this.socket.destroySoon();
    else this.startWhenReady();
  }

  text(data: Buffer): void {
    const isCut = this.options.login.telnet.seven_bits && !this.#codec.isBinary;
    this.#shell.receive(isCut ? Buffer.from(data.map((byte) => byte & 0x7f)) : data);
  }

  negotiation(verb: TelnetVerb, option: number): void {
    const mine = verb === 'do' || verb === 'dont' ? 'will' : 'do';
    if (this.#unanswered.delete(`${mine} ${option}`)) this.answered(verb, option);
    else if (!this.isInUse(mine, option)) this.reply(verb, option);
    this.startWhenReady();
  }

  private answered(verb: TelnetVerb, option: number): void {
    if (verb === 'do' && option === TELNET_OPTIONS.echo) this.#isEchoAgreed = true;
    if (verb !== 'will' || option !== TELNET_OPTIONS.ttype) return;
    this.socket.write(subnegotiation(option, [TTYPE_SEND]));
  }

  private reply(verb: TelnetVerb, option: number): void {
    const agrees = this.options.login.telnet.agrees.some((name) => TELNET_OPTIONS[name] === option);
    if (verb === 'do') this.socket.write(negotiation(agrees ? 'will' : 'wont', option));
    if (verb === 'will') this.socket.write(negotiation(agrees ? 'do' : 'dont', option));
    if (option === TELNET_OPTIONS.binary && verb !== 'do') this.#codec.isBinary = agrees && verb === 'will';
  }

  subnegotiation(option: number, data: Buffer): void {
    if (option !== TELNET_OPTIONS.naws || data.length < 4) return;
    this.#terminal = { width: data.readUInt16BE(0), height: data.readUInt16BE(2) };
    this.#shell.resize(this.#terminal.width);
  }

  private negotiate(verb: 'will' | 'do', option: number): void {
    this.#unanswered.add(`${verb} ${option}`);
    this.socket.write(negotiation(verb, option));
  }

  private isInUse(mine: 'will' | 'do', option: number): boolean {
    return this.options.login.telnet[mine].some((name) => TELNET_OPTIONS[name] === option);
  }

  private startWhenReady(): void {
    if (this.#isStarted || (this.options.login.telnet.waits && this.#unanswered.size > 0)) return;
    this.#isStarted = true;
    this.#shell.start();
  }

  private faults(): LabFaults {
    const faults = this.options.faults();
    const { echo_on_request: onRequest } = this.options.login.telnet;
    return onRequest && !this.#isEchoAgreed && faults.noEcho === undefined
      ? { ...faults, noEcho: 'everything' }
      : faults;
  }

  private wire(): ShellWire {
    return {
      write: (data) => {
        if (this.socket.writable) this.socket.write(escapeTelnet(data));
      },
      end: () => this.socket.end(),
      drop: () => this.socket.destroySoon(),
    };
  }
}
