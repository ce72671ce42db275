import { Secret } from '../../src/common/secret.js';
import type { Credential } from '../../src/modules/credentials/credential.types.js';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { CliDriver } from '../../src/modules/devices/session/cli-driver.js';
import { PooledSession } from '../../src/modules/devices/session/pooled-session.js';

const registry = new PlatformRegistry();
const loaded = registry.onModuleInit();

const INTERRUPT = '\x03';

export interface ScriptedDeviceOptions {
  readonly driver: string;
  /** What the device shows after log-in. */
  readonly prompt: string;
  /** What it shows after a line, the next prompt or question included; `undefined`: nothing at all, the echo neither. */
  readonly answer: (line: string, device: ScriptedDevice) => string | undefined;
  /** What it shows after Ctrl-C. */
  readonly interrupted?: string;
  readonly credential?: Partial<Credential>;
  readonly privilegeTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A device that lives in the test's process, and a session on it. */
export class ScriptedDevice {
  /** Lines that were typed on it, the Enters of the log-in left out. */
  readonly typed: string[] = [];
  /** Lines are echoed; a device that asks for a password sets it to false for one line. */
  isEchoOn = true;
  private line = '';
  private readonly driver: CliDriver;
  session!: PooledSession;

  private constructor(
    private readonly options: ScriptedDeviceOptions,
    private readonly lineEnding: string,
    driver: CliDriver,
  ) {
    this.driver = driver;
    driver.attach({ write: (text) => this.write(text), close: () => driver.closed(undefined) });
  }

  /** A device whose session stands at its prompt. */
  static async open(options: ScriptedDeviceOptions): Promise<ScriptedDevice> {
    await loaded;
    const platform = registry.resolve(options.driver);
    const address = '192.0.2.1:22';
    const driver = new CliDriver({ address, platform, maxOutputBytes: 1_000_000 });
    const device = new ScriptedDevice(options, platform.lineEnding, driver);
    const opening = driver.open({ deadlineAt: Date.now() + 5000 });
    device.show(options.prompt);
    const outcome = await opening;
    if (outcome.kind !== 'opened') throw new Error(`no prompt was found, but ${JSON.stringify(outcome)}`);
    const credential = {
      id: 'lab',
      username: 'admin',
      password: new Secret('pl4nted-p4ssword'),
      ...options.credential,
    };
    const { signal, privilegeTimeoutMs = 5_000 } = options;
    device.session = new PooledSession(driver, { address, platform, credential, signal, privilegeTimeoutMs });
    return device;
  }

  get prompt(): string {
    return this.driver.prompt;
  }

  /** The device ends the session. */
  hangUp(): void {
    this.driver.closed('hung up');
  }

  show(text: string): void {
    setImmediate(() => this.driver.data(Buffer.from(text)));
  }

  private write(text: string): void {
    for (const part of text.split(INTERRUPT).entries()) {
      const [index, typed] = part;
      if (index > 0) this.show(this.options.interrupted ?? '^C\r\n');
      this.line += typed;
    }
    for (let end = this.line.indexOf(this.lineEnding); end >= 0; end = this.line.indexOf(this.lineEnding)) {
      const line = this.line.slice(0, end);
      this.line = this.line.slice(end + this.lineEnding.length);
      this.enter(line);
    }
  }

  private enter(line: string): void {
    if (line === '' && this.typed.length === 0) {
      this.show(`\r\n${this.options.prompt}`);
      return;
    }
    this.typed.push(line);
    const echo = this.isEchoOn ? line : '';
    this.isEchoOn = true;
    const answer = this.options.answer(line, this);
    if (answer !== undefined) this.show(`${echo}\r\n${answer}`);
  }
}
