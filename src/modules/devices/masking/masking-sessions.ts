import type { Credential } from '../../credentials/credential.types.js';
import {
  DeviceSessions,
  type CommandOptions,
  type CommandRejection,
  type CommandReply,
  type ConfigOptions,
  type ConfigReply,
  type DeviceSession,
  type DeviceTarget,
  type EnableOptions,
  type UseOptions,
} from '../device-sessions.port.js';
import { maskError } from './mask-error.js';
import type { SecretMasker } from './secret-masker.js';

/** Gives masker by the name of a platform. */
type MaskerOf = (platform: string) => SecretMasker;

/** Sessions whose devices show no secret: whatever they say is masked before anybody sees it. */
export class MaskingSessions extends DeviceSessions {
  constructor(
    private readonly sessions: DeviceSessions,
    private readonly maskerOf: MaskerOf,
  ) {
    super();
  }

  async use<T>(
    target: DeviceTarget,
    credential: Credential,
    work: (session: DeviceSession) => Promise<T>,
    options: UseOptions,
  ): Promise<T> {
    let platform = target.driver;
    const masked = (session: DeviceSession): Promise<T> => {
      platform = session.platform;
      return work(new MaskingSession(session, this.maskerOf(platform)));
    };
    try {
      return await this.sessions.use(target, credential, masked, options);
    } catch (error) {
      maskError(error, this.maskerOf(platform));
      throw error;
    }
  }
}

class MaskingSession implements DeviceSession {
  constructor(
    private readonly session: DeviceSession,
    private readonly masker: SecretMasker,
  ) {}

  get platform(): string {
    return this.session.platform;
  }

  get serverVersion(): string | undefined {
    return this.session.serverVersion;
  }

  async sendCommand(command: string, options: CommandOptions = {}): Promise<CommandReply> {
    const { onOutput, ...rest } = options;
    const stream = this.masker.stream();
    const show = (text: string): void => {
      if (text !== '') onOutput?.(text);
    };
    const reply = await this.session.sendCommand(command, {
      ...rest,
      ...(onOutput === undefined ? {} : { onOutput: (text: string) => show(stream.push(text)) }),
    });
    show(stream.end());
    return {
      output: this.masker.text(reply.output),
      rejection: this.refusal(reply.rejection),
      logLines: reply.logLines.map((line) => this.masker.text(line)),
    };
  }

  enable(options?: EnableOptions): Promise<void> {
    return this.session.enable(options);
  }

  async sendConfigs(lines: readonly string[], options?: ConfigOptions): Promise<ConfigReply> {
    const { transcript, lines: replies, outcome, diff } = await this.session.sendConfigs(lines, options);
    return {
      transcript: this.masker.text(transcript),
      // The line itself is what the caller sent, by which it is told apart.
      lines: replies.map(({ line, output, rejection }) => ({
        line,
        output: this.masker.text(output),
        rejection: this.refusal(rejection),
      })),
      outcome,
      diff: diff === null ? null : this.masker.text(diff),
    };
  }

  private refusal(rejection: CommandRejection | null): CommandRejection | null {
    return rejection === null ? null : { ...rejection, line: this.masker.text(rejection.line) };
  }
}
