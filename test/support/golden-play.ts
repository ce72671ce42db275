import { POOL_SETTINGS } from './pool-settings.js';
import { Secret } from '../../src/common/secret.js';
import { TomError } from '../../src/common/tom-error.js';
import type { Credential } from '../../src/modules/credentials/credential.types.js';
import type { DeviceSession, DeviceTarget } from '../../src/modules/devices/device-sessions.port.js';
import type { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { SessionPool } from '../../src/modules/devices/session/session-pool.js';
import type { Transport } from '../../src/modules/devices/transport/transport.port.js';
import type { GoldenSession, GoldenStep } from './golden-file.js';

/** The log-in of every golden dialogue. */
export const GOLDEN_LOGIN = { username: 'ann', password: 'golden-password', enableSecret: 'golden-enable' };

function credentialOf({ hasEnableSecret, user = GOLDEN_LOGIN }: PlayOptions): Credential {
  const { username, password } = user;
  const { enableSecret } = GOLDEN_LOGIN;
  const login = { id: 'golden', username, password: new Secret(password) };
  return hasEnableSecret ? { ...login, enableSecret: new Secret(enableSecret) } : login;
}

/** How long a step may take; a recorded one takes none. */
const STEP_MS = 20_000;

/** What came of a step. */
export type StepResult = Pick<GoldenStep, 'result' | 'text'>;

export interface PlayOptions {
  readonly registry: PlatformRegistry;
  readonly transport: Transport;
  readonly target: DeviceTarget;
  /** Who logs in. Default: `GOLDEN_LOGIN`. */
  readonly user?: { readonly username: string; readonly password: string };
  /** Whether the credential has a secret for raising the rights. */
  readonly hasEnableSecret: boolean;
  /** Called before each step. */
  readonly onStep?: (step: GoldenStep) => void;
}

type Act = (session: DeviceSession, argument: string) => Promise<StepResult>;

const ACTS: Readonly<Record<string, Act>> = {
  command: async (session, command) => {
    const { output, ...result } = await session.sendCommand(command, { deadlineAt: Date.now() + STEP_MS });
    return { result, text: output };
  },
  enable: async (session) => {
    await session.enable({ deadlineAt: Date.now() + STEP_MS });
    return { result: {} };
  },
  configure: (session, lines) => configure(session, lines, false),
  'configure and save': (session, lines) => configure(session, lines, true),
};

async function configure(session: DeviceSession, lines: string, save: boolean): Promise<StepResult> {
  const options = { save, deadlineAt: Date.now() + STEP_MS };
  const { transcript, lines: replies, outcome } = await session.sendConfigs(JSON.parse(lines) as string[], options);
  return { result: { lines: replies, outcome }, text: transcript };
}

async function act(session: DeviceSession, step: GoldenStep, address: string): Promise<StepResult> {
  const [, name = '', argument = ''] = /^([a-z ]+)(?:: (.*))?$/.exec(step.action) ?? [];
  const known = ACTS[name];
  if (known === undefined) throw new Error(`golden step "${step.action}" is unknown`);
  try {
    return await known(session, argument);
  } catch (error) {
    if (!(error instanceof TomError)) throw error;
    return { result: { error: error.name, message: error.message.replaceAll(address, 'device') } };
  }
}

/** Does the steps of a session, of which the first logs in and `leave` ends it. Gives what came of each. */
export async function playSession(session: GoldenSession, options: PlayOptions): Promise<StepResult[]> {
  const { registry, transport, target, onStep } = options;
  const pool = new SessionPool(registry, transport, {
    ...POOL_SETTINGS,
    connectTimeoutMs: STEP_MS,
    loginTimeoutMs: STEP_MS,
    maxOutputBytes: 10_000_000,
    maxSessions: 10,
  });
  const [login, ...rest] = session.steps;
  const results: StepResult[] = [{ result: {} }];
  if (login !== undefined) onStep?.(login);
  const work = async (device: DeviceSession): Promise<void> => {
    for (const step of rest.filter(({ action }) => action !== 'leave')) {
      onStep?.(step);
      results.push(await act(device, step, `${target.host}:${target.port}`));
    }
    const leave = rest.find(({ action }) => action === 'leave');
    if (leave === undefined) return;
    onStep?.(leave);
    results.push({ result: {} });
  };
  await pool.use(target, credentialOf(options), work, { repeatable: false });
  await pool.onApplicationShutdown();
  return results;
}
