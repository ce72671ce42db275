import { Lab } from '../../src/lab/lab.js';
import { AuditLog } from '../../src/modules/audit/audit-log.port.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };

interface HostKeys {
  readonly host_keys: readonly Record<string, unknown>[];
}

describe('host keys, embedded, against the lab', () => {
  let lab: Lab;
  let tom: EmbeddedTom;
  let recorded: jest.SpiedFunction<AuditLog['record']>;

  beforeAll(async () => {
    lab = await Lab.start({ devices: ['r1', 'r2'].map((name) => ({ name, platform: 'cisco_ios', ...LOGIN })) });
    const device = (name: string, options = {}) => ({
      port: lab.device(name).port,
      adapter_driver: 'cisco_ios',
      adapter_options: options,
    });
    tom = await EmbeddedTom.start({
      devices: {
        r1: device('r1'),
        r2: device('r2'),
        'r2-strict': device('r2', { host_key_policy: 'strict' }),
        'r2-off': device('r2', { host_key_policy: 'off' }),
      },
      credentials: { lab: LOGIN },
      settings: { session_idle_ttl: 0 },
    });
    recorded = jest.spyOn(tom.app.get(AuditLog, { strict: false }), 'record');
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  const known = async (query = ''): Promise<HostKeys['host_keys']> =>
    ((await tom.client.get(`/api/host_keys${query}`)).json as unknown as HostKeys).host_keys;
  const loginsAt = (name: string): number => lab.device(name).log.logins.length;

  it('are kept at the first connection and shown', async () => {
    expect(await known()).toEqual([]);
    await tom.client.send('r1', 'show clock');
    const { port } = lab.device('r1');
    expect(await known()).toEqual([
      {
        host: '127.0.0.1',
        port,
        type: 'ssh-ed25519',
        fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
        key: expect.stringMatching(/^AAAAC3NzaC1lZDI1NTE5/),
        origin: 'accepted',
        known_since: expect.stringMatching(/^20/),
      },
    ]);
    expect(await known('?host=127.0.0.2')).toEqual([]);
  });

  it('stop a job at a device that shows another one, before its password is sent', async () => {
    const before = loginsAt('r1');
    const { port } = lab.device('r1');
    await lab.device('r1').setFaults({ otherHostKey: true });
    const { status, json } = await tom.client.send('r1', 'show clock');
    expect({ status, type: json.error_type, stage: json.error_stage }).toEqual({
      status: 200,
      type: 'auth',
      stage: 'host_key',
    });
    expect(json.error).toMatch(/^HostKeyChanged: .*DELETE \/api\/host_keys\?host=127\.0\.0\.1&port=\d+/);
    expect(json.attempts).toBe(1);
    expect(loginsAt('r1')).toBe(before);
    const { json: deleted } = await tom.client.delete(`/api/host_keys?host=127.0.0.1&port=${port}`);
    expect(deleted).toEqual({ deleted: 1 });
    expect((await tom.client.send('r1', 'show clock')).json.status).toBe('COMPLETE');
  });

  it('are asked for where the device is strict, and taken by import', async () => {
    expect((await tom.client.send('r2-strict', 'show clock')).json.error).toMatch(/^HostKeyUnknown: .* is not known/);
    expect((await tom.client.send('r2-off', 'show clock')).json.status).toBe('COMPLETE');
    const { port } = lab.device('r2');
    expect((await known()).map((key) => key.port)).not.toContain(port);
    await tom.client.send('r2', 'show clock');
    const key = (await known()).find((one) => one.port === port)?.key;
    const text = `[127.0.0.1]:${port} ssh-ed25519 ${String(key)}\n*.example ssh-ed25519 ${String(key)}\nnonsense`;
    await tom.client.delete('/api/host_keys?host=127.0.0.1');
    expect(await known()).toEqual([]);
    expect((await tom.client.post('/api/host_keys', { known_hosts: text })).json).toEqual({
      imported: 1,
      skipped: [
        'line 2: hashed names and patterns are taken from known_hosts_file alone',
        'line 3: there is no key of type ""',
      ],
    });
    expect((await tom.client.send('r2-strict', 'show clock')).json.status).toBe('COMPLETE');
  });

  it('are counted by what came of their checks, and audited', async () => {
    const { text } = await tom.client.get('/api/metrics');
    for (const outcome of ['accepted', 'known', 'changed', 'unknown']) {
      expect(text).toMatch(new RegExp(`^tom_host_key_checks_total\\{outcome="${outcome}"\\} [1-9]`, 'm'));
    }
    const actions = recorded.mock.calls.map(([{ action }]) => action);
    const expected = ['accepted', 'changed', 'unknown', 'deleted', 'imported'].map((what) => `host_key.${what}`);
    expect(actions).toEqual(expect.arrayContaining(expected));
    expect(JSON.stringify(recorded.mock.calls)).not.toContain('pl4nted');
  });

  it('are changed for a host that is named', async () => {
    const answers = [await tom.client.delete('/api/host_keys'), await tom.client.post('/api/host_keys', {})];
    expect(answers.map(({ status }) => status)).toEqual([422, 422]);
  });
});
