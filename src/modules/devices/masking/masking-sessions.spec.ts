import { inspect } from 'node:util';
import { sessionOf } from '../../../../test/support/device-session.js';
import { Secret } from '../../../common/secret.js';
import { CommandTimeoutError } from '../devices.errors.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { SecretMasks } from './secret-masks.js';

const TARGET = { host: 'r1', port: 22, driver: 'cisco_ios', options: {} };
const LOGIN = { id: 'lab', username: 'admin', password: new Secret('x') };
const SHOWN = 'hostname r1\nenable secret 9 pl4nted-secret\nend';
const MASKED = 'hostname r1\nenable secret 9 <masked>\nend';

describe('SecretMasks', () => {
  const registry = new PlatformRegistry();
  beforeAll(() => registry.onModuleInit());

  const session = sessionOf(
    async (_, options) => {
      for (const piece of [SHOWN.slice(0, 30), SHOWN.slice(30)]) options?.onOutput?.(piece);
      return { output: SHOWN, rejection: { reason: 'rejected', line: SHOWN }, logLines: [SHOWN] };
    },
    {
      sendConfigs: async () => ({
        transcript: SHOWN,
        lines: [{ line: 'enable secret 9 pl4nted-secret', output: SHOWN, rejection: null }],
        outcome: 'applied',
        diff: SHOWN,
      }),
    },
  );
  const sessions = (masking: 'off' | 'cache' | 'always') =>
    new SecretMasks(registry, masking).sessions({ use: async (_target, _credential, work) => work(session) });

  it('masks all that a device says where that is always wanted', async () => {
    const heard: string[] = [];
    const onOutput = (text: string) => void heard.push(text);
    const [reply, config] = await sessions('always').use(
      TARGET,
      LOGIN,
      async (one) => [await one.sendCommand('show run', { onOutput }), await one.sendConfigs(['x'])] as const,
      { repeatable: true },
    );
    expect(reply).toEqual({ output: MASKED, rejection: { reason: 'rejected', line: MASKED }, logLines: [MASKED] });
    expect(heard.join('')).toBe(MASKED);
    expect(config).toMatchObject({ transcript: MASKED, lines: [{ output: MASKED }], diff: MASKED });
  });

  it('masks what an error quotes of it, and its causes', async () => {
    const cause = new CommandTimeoutError(`the last line was "enable secret 9 pl4nted-secret"`);
    const error = new CommandTimeoutError(
      'command "show run" on r1 was not done; the last line was "key 7 "pl4nted-key""',
      {
        partialOutput: SHOWN,
        cause,
      },
    );
    const refused = sessions('always').use(TARGET, LOGIN, () => Promise.reject(error), { repeatable: true });
    await expect(refused).rejects.toBe(error);
    expect(inspect(error, { depth: 9 })).not.toMatch(/pl4nted/);
    expect(error.message).toBe('command "show run" on r1 was not done; the last line was "key 7 "<masked>""');
  });

  it.each(['off', 'cache'] as const)('leaves output as it is where masking is %s', async (masking) => {
    const reply = await sessions(masking).use(TARGET, LOGIN, (one) => one.sendCommand('show run'), {
      repeatable: true,
    });
    expect(reply.output).toBe(SHOWN);
  });

  it.each([
    ['off', SHOWN],
    ['cache', MASKED],
    ['always', MASKED],
  ] as const)('with %s gives the cache the right text', (masking, kept) => {
    expect(new SecretMasks(registry, masking).forCache('cisco_ios', SHOWN)).toBe(kept);
  });
});
