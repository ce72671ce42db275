import { TomError } from '../../../common/tom-error.js';
import type { Credential } from '../../credentials/credential.types.js';
import type { DeviceSession, DeviceSessions, DeviceTarget } from '../device-sessions.port.js';
import { CommandTimeoutError, DeviceQuestionError, PlatformNotDetectedError } from '../devices.errors.js';
import type { PlatformRegistry } from '../platforms/platform-registry.js';
import { DetectionClues, type Recognition } from './detection-clues.js';

/** How long a device may think about one command, and about all of them, in milliseconds. */
const COMMAND_TIMEOUT_MS = 10_000;
const TOTAL_TIMEOUT_MS = 60_000;

export interface Detection {
  /** Canonical name of the platform, which is a driver name. */
  readonly platform: string;
  /** Why: a part of a sentence. */
  readonly reason: string;
}

/**
 * Finds out what a device is: by what its SSH server calls itself, else by its answers to a few commands that change
 * nothing. Stops at the first answer that tells.
 */
export class PlatformDetector {
  private knownClues: DetectionClues | undefined;

  /** `sessions` are those that take a driver by its name. */
  constructor(
    private readonly registry: PlatformRegistry,
    private readonly sessions: DeviceSessions,
  ) {}

  /**
   * For a target whose driver asks for it: logs in, asks, and ends the session. Rejects with `PlatformNotDetectedError` when nothing tells, or more than one
   * platform fits, and with what `DeviceSessions.use` rejects with.
   */
  detect(target: DeviceTarget, credential: Credential, signal?: AbortSignal): Promise<Detection> {
    const address = `${target.host}:${target.port}`;
    const work = (session: DeviceSession) => this.ask(session, address, signal);
    return this.sessions.use(target, credential, work, { signal, repeatable: true });
  }

  private get clues(): DetectionClues {
    this.knownClues ??= new DetectionClues(this.registry.clues());
    return this.knownClues;
  }

  private async ask(session: DeviceSession, address: string, signal: AbortSignal | undefined): Promise<Detection> {
    const { serverVersion } = session;
    const bySsh = serverVersion === undefined ? [] : this.clues.bySshVersion(serverVersion);
    const [first] = bySsh;
    if (first !== undefined) return decide(bySsh, address, `its SSH server is "${first.evidence}"`);
    const endsAt = Date.now() + TOTAL_TIMEOUT_MS;
    for (const command of this.clues.commands) {
      const deadlineAt = Math.min(endsAt, Date.now() + COMMAND_TIMEOUT_MS);
      const output = await this.answer(session, command, { address, deadlineAt, signal });
      const found = this.clues.byOutput(command, output);
      const [told] = found;
      if (told !== undefined) return decide(found, address, `"${command}" shows "${told.evidence}"`);
    }
    throw this.unknown(address, serverVersion);
  }

  private async answer(
    session: DeviceSession,
    command: string,
    { address, ...times }: { address: string; deadlineAt: number; signal: AbortSignal | undefined },
  ): Promise<string> {
    try {
      return (await session.sendCommand(command, times)).output;
    } catch (error) {
      const isStuck = error instanceof CommandTimeoutError || error instanceof DeviceQuestionError;
      if (!isStuck) throw error;
      throw new PlatformNotDetectedError(
        `the platform of ${address} could not be detected (${error.message}); set adapter_driver`,
        { cause: error },
      );
    }
  }

  private unknown(address: string, serverVersion: string | undefined): TomError {
    const server = serverVersion === undefined ? '' : ` (its SSH server is "${serverVersion}")`;
    return new PlatformNotDetectedError(
      `the platform of ${address} could not be detected: no answer to ${this.clues.commands.length} commands from ` +
        `"${this.clues.commands[0] ?? ''}" on tells it${server}; set adapter_driver`,
    );
  }
}

function decide(found: readonly Recognition[], address: string, reason: string): Detection {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return { platform: first.platform, reason };
  const candidates = found.map(({ platform }) => platform);
  throw new PlatformNotDetectedError(
    `the platform of ${address} could be ${candidates.join(' or ')}: ${reason}; set adapter_driver`,
    { details: { candidates } },
  );
}
