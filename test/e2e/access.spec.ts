import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { TomClient, type Answer } from '../support/tom-client.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };
const ADMIN_KEY = 'pl4nted-adm1n-key';

interface KeyAnswer {
  readonly id: string;
  readonly key: string;
  readonly user: string;
  readonly expires_at: string | null;
}

interface AuditAnswer {
  readonly events: readonly Record<string, unknown>[];
  readonly chain: { readonly intact: boolean };
}

describe('who may do what', () => {
  let lab: Lab;
  let tom: EmbeddedTom;
  let admin: TomClient;

  const as = (key: string): TomClient => new TomClient(tom.client.base, { 'X-API-Key': key });
  const made = ({ json }: Answer): KeyAnswer => json as unknown as KeyAnswer;
  const newKey = async (wish: Record<string, unknown>): Promise<KeyAnswer> => made(await admin.post('/api/keys', wish));
  const auditOf = async (query: string): Promise<AuditAnswer> =>
    (await admin.get(`/api/audit?${query}`)).json as unknown as AuditAnswer;

  beforeAll(async () => {
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    const device = { port: lab.device('r1').port, adapter_driver: 'cisco_ios' };
    tom = await EmbeddedTom.start({
      devices: { r1: device, r2: device },
      credentials: { lab: LOGIN },
      settings: {
        auth_mode: 'api_key',
        api_keys: [`${ADMIN_KEY}:admin`, 'pl4nted-v1ewer:eve', 'pl4nted-l1mited:lim'],
        user_roles: { eve: 'viewer' },
        user_devices: { lim: ['r2'] },
        rate_limit_wrong_keys: 5,
      },
    });
    admin = as(ADMIN_KEY);
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  it('is admin with a key of the settings that says nothing else', async () => {
    expect((await admin.get('/api/auth/debug')).json).toEqual({
      method: 'api_key',
      user: 'admin',
      provider: null,
      role: 'admin',
      devices: null,
      all_claims: {},
      custom_claims: {},
    });
  });

  it('is decided by role', async () => {
    const viewer = as('pl4nted-v1ewer');
    const refused = await viewer.send('r1', 'show clock');
    expect([refused.status, refused.json]).toEqual([
      403,
      { error: 'Forbidden', detail: 'eve has the role viewer; this needs operator' },
    ]);
    const operator = as((await newKey({ user: 'op', role: 'operator' })).key);
    expect((await operator.send('r1', 'show clock')).json.status).toBe('COMPLETE');
    const config = await operator.post('/api/device/r1/send_configs', { config_lines: ['hostname x'] });
    expect(config.status).toBe(403);
    expect((await operator.get('/api/keys')).status).toBe(403);
  });

  it('is decided by device', async () => {
    const limited = as('pl4nted-l1mited');
    expect((await limited.send('r2', 'show clock')).json.status).toBe('COMPLETE');
    const refused = await limited.send('r1', 'show clock');
    expect([refused.status, refused.json.detail]).toEqual([
      403,
      'lim may not use the device r1; ask for it to be added to its devices',
    ]);
    const raw = { host: '127.0.0.1', port: 1, device_type: 'cisco_ios', command: 'show clock', credential_id: 'lab' };
    expect((await limited.post('/api/raw/send_netmiko_command', raw)).status).toBe(403);
  });

  it('shows of the inventory what a caller may use', async () => {
    const limited = as('pl4nted-l1mited');
    expect(Object.keys((await limited.get('/api/inventory/export')).json)).toEqual(['r2']);
    expect(Object.keys((await limited.get('/api/inventory/export?limit=1')).json)).toEqual(['r2']);
    expect((await limited.get('/api/inventory/r1')).status).toBe(403);
    expect((await limited.get('/api/inventory/r2')).status).toBe(200);
    expect((await limited.get('/api/templates/match?command=x&device=r1')).status).toBe(403);
    expect((await limited.get('/api/templates/match?command=x&device=r2')).status).toBe(200);
    const unknown = ['/api/inventory/rr', '/api/jobs?device=rr', '/api/cache?device_name=rr'];
    const hints = await Promise.all(unknown.map(async (path) => (await limited.get(path)).json.detail));
    hints.push((await limited.send('rr', 'show clock')).json.detail);
    expect(new Set(hints)).toEqual(new Set(['device "rr" is not in the inventory; did you mean "r2"?']));
    expect(Object.keys((await admin.get('/api/inventory/export')).json)).toEqual(['r1', 'r2']);
  });

  it('leaves to each its own jobs, and to an admin all of them', async () => {
    const [one, two] = [as((await newKey({ user: 'one' })).key), as((await newKey({ user: 'two' })).key)];
    const { json: job } = await one.send('r1', 'show clock');
    const list = async (client: TomClient): Promise<string[]> => {
      const { jobs } = (await client.get('/api/jobs')).json as unknown as { jobs: { job_id: string }[] };
      return jobs.map(({ job_id }) => job_id);
    };
    expect(await list(one)).toEqual([job.job_id]);
    expect(await list(two)).toEqual([]);
    expect(await list(admin)).toContain(job.job_id);
    expect((await one.get(`/api/job/${job.job_id}`)).status).toBe(200);
    expect((await admin.get(`/api/job/${job.job_id}`)).status).toBe(200);
    const hidden = await two.get(`/api/job/${job.job_id}`);
    const unknown = await two.get('/api/job/00000000-0000-8000-8000-000000000000');
    expect([hidden.status, unknown.status]).toEqual([404, 404]);
    expect((await two.delete(`/api/job/${job.job_id}`)).status).toBe(404);
    expect((await two.get(`/api/job/${job.job_id}/events`)).status).toBe(404);
  });

  describe('API keys', () => {
    it('of a user of user_devices open no more than that says, unless they say so themselves', async () => {
      const [plain, own] = [await newKey({ user: 'Lim' }), await newKey({ user: 'lim', devices: ['r1'] })];
      expect(Object.keys((await as(plain.key).get('/api/inventory/export')).json)).toEqual(['r2']);
      expect(Object.keys((await as(own.key).get('/api/inventory/export')).json)).toEqual(['r1']);
    });

    it('are seen once, and work until they are deleted', async () => {
      const { id, key } = await newKey({ user: 'bob', description: 'tests' });
      expect(key).toMatch(/^tom_[0-9a-f]{16}_[\w-]{43}$/);
      const client = as(key);
      expect((await client.get('/api/inventory/r1')).status).toBe(200);
      const list = await admin.get('/api/keys');
      expect(list.text).not.toContain(key.slice(-20));
      const { keys } = list.json as unknown as { keys: Record<string, unknown>[] };
      expect(keys.find((entry) => entry.id === id)).toMatchObject({
        user: 'bob',
        role: 'operator',
        description: 'tests',
        created_by: 'admin',
        last_used_at: expect.stringMatching(/Z$/),
      });
      expect((await admin.delete(`/api/keys/${id}`)).status).toBe(200);
      expect((await client.get('/api/inventory/r1')).status).toBe(401);
      expect((await admin.delete(`/api/keys/${id}`)).status).toBe(404);
    });

    it('are replaced by others with the same rights', async () => {
      const old = await newKey({ user: 'rot', role: 'viewer' });
      const fresh = made(await admin.post(`/api/keys/${old.id}/rotate`, { grace_seconds: 0 }));
      expect(fresh.user).toBe('rot');
      expect((await as(fresh.key).get('/api/auth/debug')).json).toMatchObject({ user: 'rot', role: 'viewer' });
      expect((await as(old.key).get('/api/auth/debug')).status).toBe(401);
      const url = `${tom.client.base}/api/keys/${fresh.id}/rotate`;
      const third = await fetch(url, { method: 'POST', headers: { 'X-API-Key': ADMIN_KEY } });
      expect(await third.json()).toMatchObject({ user: 'rot', role: 'viewer' });
      expect((await as(fresh.key).get('/api/auth/debug')).status).toBe(200);
    });

    it.each([
      {},
      { user: '' },
      { user: 'x', role: 'root' },
      { user: 'x', devices: [5] },
      { user: 'x', expires_in_days: 0 },
    ])('are not made of %j', async (wish) => {
      expect((await admin.post('/api/keys', wish)).status).toBe(422);
    });
  });

  it('is written down, without secrets and without gaps', async () => {
    const lines = ['username bob password 0 pl4nted-l1ne'];
    const { json } = await admin.post('/api/device/r1/send_configs', { config_lines: lines, wait: true });
    const events = await eventually(async () => {
      const found = await auditOf(`job_id=${json.job_id}`);
      return found.events.length === 2 && found;
    });
    expect(events.events).toEqual([
      expect.objectContaining({ action: 'configs.ended', user: 'admin', device: 'r1', job_id: json.job_id }),
      expect.objectContaining({
        action: 'configs.submitted',
        outcome: 'allowed',
        method: 'api_key',
        from: '127.0.0.1',
        detail: { lines: ['username bob password 0 ***'], credential: 'lab' },
      }),
    ]);
    expect(events.chain).toEqual({ intact: true, missing: [], altered: [] });
    await admin.delete('/api/monitoring/parked?device=192.0.2.1:22');
    const change = await auditOf('limit=1&user=admin&outcome=completed');
    expect(change.events[0]).toMatchObject({
      action: 'DELETE /api/monitoring/parked',
      from: '127.0.0.1',
      detail: { device: '192.0.2.1:22' },
    });
    expect((await auditOf('action=role.checked&user=eve')).events.length).toBeGreaterThan(0);
    const refused = await auditOf('outcome=refused&user=lim');
    expect(refused.events[0]).toMatchObject({ action: 'commands.submitted', device: '127.0.0.1:1' });
    expect((await auditOf('action=api_key.created&limit=1')).events).toHaveLength(1);
    const everything = await admin.get('/api/audit?limit=1000');
    expect(everything.text).not.toContain('pl4nted');
    expect((await admin.get('/api/audit?since=yesterday')).status).toBe(422);
  });

  it('is not asked of whoever tries many keys', async () => {
    for (let count = 0; count < 10; count++) await as('the same wrong key').get('/api/auth/debug');
    expect((await as('the same wrong key').get('/api/auth/debug')).status).toBe(401);
    const answers: Answer[] = [];
    // Past the limit of a minute, also should a new one begin meanwhile.
    for (let count = 0; count < 11; count++) answers.push(await as(`wrong ${count}`).get('/api/auth/debug'));
    const last = answers.find(({ status }) => status !== 401);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await tom.client.get('/health')).status).toBe(200);
  });
});
