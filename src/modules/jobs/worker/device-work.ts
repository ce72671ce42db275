import type { Secret } from '../../../common/secret.js';
import { TomError } from '../../../common/tom-error.js';
import type { CredentialProvider } from '../../credentials/credential-provider.port.js';
import type { Credential } from '../../credentials/credential.types.js';
import type { InlineCredentialOpener } from '../../credentials/inline-credential-opener.port.js';
import type {
  CommandOptions,
  CommandReply,
  ConfigLineReply,
  DeviceSession,
  DeviceSessions,
} from '../../devices/device-sessions.port.js';
import { resolveJumpHosts } from '../../devices/jump-hosts.js';
import { isAutodetect } from '../../devices/platforms/autodetect.js';
import { JobOutcomeUnknownError } from '../jobs.errors.js';
import type { JobDelivery } from '../job-queue.port.js';
import type {
  CommandJobPayload,
  CommandOutput,
  ConfigJobPayload,
  JobPayload,
  JobResult,
  RefusedLine,
} from '../job.types.js';

/** Where a worker finds log-ins. */
export interface CredentialSources {
  readonly stored: Pick<CredentialProvider, 'get' | 'forget'>;
  readonly inline: InlineCredentialOpener;
}

/** Is told how a job gets on. */
export interface WorkListener {
  /** A session is open. */
  readonly onSession: () => void;
  /** Text has come. */
  readonly onOutput: (command: string, text: string) => void;
}

/** What a job does at its device: logs in, and sends commands or configuration. */
export class DeviceWork {
  readonly #sessions: DeviceSessions;
  readonly #credentials: CredentialSources;
  readonly #idleTimeoutMs: number;

  /** @param idleTimeoutMs how long a device may be silent while a command runs */
  constructor(sessions: DeviceSessions, credentials: CredentialSources, idleTimeoutMs: number) {
    this.#sessions = sessions;
    this.#credentials = credentials;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  async run(delivery: JobDelivery, { onSession, onOutput }: WorkListener): Promise<JobResult> {
    const { payload, signal } = delivery;
    const { host, port, driver, options } = payload.device;
    const credential = await this.#resolve(payload);
    const jumpHosts = await resolveJumpHosts(payload.device, credential, this.#credentials.stored);
    const target = { host, port, driver, options, jumpHosts };
    const send =
      payload.kind === 'commands'
        ? await this.#commands(payload, signal, onOutput)
        : configuration(payload, delivery, await this.#openSecret(payload));
    signal.throwIfAborted();
    const work = (session: DeviceSession): Promise<JobResult> => {
      onSession();
      return send(session);
    };
    try {
      return await this.#sessions.use(target, credential, work, { signal, repeatable: true });
    } catch (error) {
      // The password may have been changed meanwhile: the next job takes what the store holds then.
      const used = isRefusal(error) ? [credential, ...jumpHosts.map((hop) => hop.credential)] : [];
      for (const { id } of used) this.#credentials.stored.forget(id);
      throw error;
    }
  }

  async #commands(
    payload: CommandJobPayload,
    signal: AbortSignal,
    onOutput: WorkListener['onOutput'],
  ): Promise<(session: DeviceSession) => Promise<JobResult>> {
    const secret = await this.#openSecret(payload);
    return async (session) => {
      if (payload.enable) await session.enable({ secret, signal });
      return { outputs: await sendAll(session, payload, { signal, idleTimeoutMs: this.#idleTimeoutMs }, onOutput) };
    };
  }

  async #resolve({ credential, device }: JobPayload): Promise<Credential> {
    return credential.type === 'stored'
      ? this.#credentials.stored.get(credential.credentialId)
      : this.#credentials.inline.open(credential, device);
  }

  async #openSecret({ sealedSecret, device }: JobPayload): Promise<Secret | undefined> {
    return sealedSecret === null || sealedSecret === undefined
      ? undefined
      : this.#credentials.inline.openSecret(sealedSecret, device);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof TomError && error.kind === 'auth';
}

async function sendAll(
  session: DeviceSession,
  payload: CommandJobPayload,
  limits: Pick<CommandOptions, 'signal' | 'idleTimeoutMs'>,
  onOutput: WorkListener['onOutput'],
): Promise<CommandOutput[]> {
  const deadlineAt = Date.now() + payload.timeoutMs;
  const expect = payload.expect === null ? undefined : new RegExp(payload.expect);
  const detected = isAutodetect(payload.device.driver) ? { platform: session.platform } : {};
  const outputs: CommandOutput[] = [];
  for (const command of payload.commands) {
    const reply = await session.sendCommand(command.replace(/[\r\n]+$/, ''), {
      ...limits,
      deadlineAt,
      expect,
      onOutput: (text) => onOutput(command, text),
    });
    outputs.push({ ...toOutput(command, reply), ...detected });
  }
  return outputs;
}

function toOutput(command: string, { output, rejection, logLines }: CommandReply): CommandOutput {
  return {
    command,
    output,
    ...(rejection === null ? {} : { rejection }),
    ...(logLines.length === 0 ? {} : { logLines }),
  };
}

/** A session that was kept open may turn out to be dead, and the work begins anew: not once the first byte may have gone out. */
function configuration(
  { lines, timeoutMs, push }: ConfigJobPayload,
  delivery: JobDelivery,
  secret: Secret | undefined,
): (session: DeviceSession) => Promise<JobResult> {
  let mayHaveBegun = false;
  const beforeFirstByte = async (): Promise<void> => {
    await delivery.forbidRepeat();
    mayHaveBegun = true;
  };
  return async (session) => {
    if (mayHaveBegun) throw new JobOutcomeUnknownError('the session ended after configuration may have gone out');
    const deadlineAt = Date.now() + timeoutMs;
    const typed = lines.map((line) => line.replace(/[\r\n]+$/, ''));
    const times = { signal: delivery.signal, deadlineAt };
    const reply = await session.sendConfigs(typed, { ...push, ...times, secret, beforeFirstByte });
    const { transcript, outcome, diff } = reply;
    return { transcript, outcome, refused: refusedLine(typed, reply.lines), diff };
  };
}

/** The replies are in the order of the lines; one to a text of several lines stands at the first of them. */
function refusedLine(lines: readonly string[], replies: readonly ConfigLineReply[]): RefusedLine | null {
  let answered = 0;
  for (const { line, rejection } of replies) {
    const texts = line.split('\n');
    const index = lines.indexOf(texts[0] ?? '', answered);
    if (rejection !== null) return { line: index < 0 ? line : index + 1, answer: rejection.line };
    answered = index + texts.length;
  }
  return null;
}
