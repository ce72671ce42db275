import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };
const WRONG = { ...LOGIN, password: 'pl4nted-wr0ng' };

interface Parked {
  readonly credentials: readonly { credential: string; device: string | null; refusals: number; retry_at: string }[];
  readonly devices: readonly { device: string; failures: number; reason: string }[];
}

describe('parked credentials and devices, embedded, against the lab', () => {
  let lab: Lab;
  let tom: EmbeddedTom;
  const names = ['r1', 'r2', 'r3', 'r4', 'r5'];

  beforeAll(async () => {
    lab = await Lab.start({ devices: names.map((name) => ({ name, platform: 'cisco_ios', ...LOGIN })) });
    const inventory = lab.devices.flatMap(({ name, port }) => [
      [name, { port, adapter_driver: 'cisco_ios' }] as const,
      [`${name}-wrong`, { port, adapter_driver: 'cisco_ios', credential_id: 'wrong' }] as const,
    ]);
    tom = await EmbeddedTom.start({
      devices: Object.fromEntries(inventory),
      credentials: { lab: LOGIN, wrong: WRONG },
      settings: { allow_inline_credentials: true, breaker_threshold: 2, session_idle_ttl: 0 },
    });
  });

  afterEach(() => lab.device('r5').setFaults({}));

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  const refusals = (): number =>
    lab.devices.flatMap(({ log }) => log.logins).filter(({ accepted }) => !accepted).length;
  const parked = async (): Promise<Parked> =>
    (await tom.client.get('/api/monitoring/parked')).json as unknown as Parked;
  const address = (name: string): string => `127.0.0.1:${lab.device(name).port}`;

  it('try a wrong credential at three devices, then nowhere, and show that', async () => {
    const answers = await Promise.all(names.map((name) => tom.client.send(`${name}-wrong`, 'show clock')));
    const errors = answers.map(({ json }) => json.error ?? '');
    expect(answers.map(({ json }) => json.error_type)).toEqual(Array(5).fill('auth'));
    expect(errors.filter((error) => error.startsWith('AuthenticationFailed: '))).toHaveLength(3);
    expect(errors.filter((error) => error.startsWith('CredentialParked: credential parked: '))).toHaveLength(2);
    expect(refusals()).toBe(3);
    const { credentials, devices } = await parked();
    expect(devices).toEqual([]);
    expect(credentials).toHaveLength(4);
    expect(credentials[0]).toEqual({
      credential: 'credential "wrong"',
      device: null,
      refusals: 1,
      refused_at: expect.any(String),
      retry_at: expect.any(String),
    });
    expect(JSON.stringify(credentials)).not.toContain('pl4nted');
  });

  it('leave other credentials alone', async () => {
    expect((await tom.client.send('r1', 'show clock')).json.status).toBe('COMPLETE');
  });

  it('try it again once it is released', async () => {
    const before = refusals();
    expect((await tom.client.delete('/api/monitoring/parked?credential_id=wrong')).json).toEqual({ released: 4 });
    expect(await parked()).toEqual({ credentials: [], devices: [] });
    expect((await tom.client.send('r1-wrong', 'show clock')).json.error).toMatch(/^AuthenticationFailed: /);
    expect((await tom.client.send('r1-wrong', 'show clock')).json.error).toMatch(/^CredentialParked: /);
    expect(refusals()).toBe(before + 1);
    const query = `credential_id=wrong&device=${address('r1')}`;
    expect((await tom.client.delete(`/api/monitoring/parked?${query}`)).json).toEqual({ released: 1 });
  });

  it('park the log-in of a request by its user', async () => {
    expect((await tom.client.send('r2', 'show clock', WRONG)).json.error).toMatch(/^AuthenticationFailed: /);
    expect((await tom.client.send('r2', 'show clock', WRONG)).json.error).toMatch(/^CredentialParked: .*user "admin"/);
    expect((await tom.client.send('r2', 'show clock')).json.status).toBe('COMPLETE');
    expect((await tom.client.delete('/api/monitoring/parked?username=admin')).json).toEqual({ released: 1 });
  });

  it('leave a device alone that cannot be reached, until it is released', async () => {
    await lab.device('r5').setFaults({ refuseConnections: true });
    const twice = await tom.client.post('/api/device/r5/send_commands', {
      commands: ['show clock'],
      wait: true,
      retries: 2,
    });
    expect(twice.json).toMatchObject({ status: 'FAILED', attempts: 2, error_type: 'network' });
    const { json } = await tom.client.send('r5', 'show clock');
    expect(json).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      error: expect.stringMatching(
        /^DeviceUnreachable: device 127\.0\.0\.1:\d+ unreachable, retry after \d+ s: 2 connections/,
      ),
      error_type: 'network',
      error_stage: 'connect',
    });
    expect(await eventually(async () => (await parked()).devices[0])).toMatchObject({
      device: address('r5'),
      failures: 2,
    });
    await lab.device('r5').setFaults({});
    expect((await tom.client.delete(`/api/monitoring/parked?device=${address('r5')}`)).json).toEqual({ released: 1 });
    expect((await tom.client.send('r5', 'show clock')).json.status).toBe('COMPLETE');
  });

  it('refuse to release what is not named', async () => {
    for (const query of ['', '?credential_id=a&username=b', '?device=']) {
      expect((await tom.client.delete(`/api/monitoring/parked${query}`)).status).toBe(422);
    }
  });
});
