import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };

interface Listed {
  readonly jobs: readonly Record<string, unknown>[];
  readonly next_cursor: string | null;
}

describe('GET /api/jobs, embedded, against the lab', () => {
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    const r1 = { port: lab.device('r1').port, adapter_driver: 'cisco_ios' };
    tom = await EmbeddedTom.start({
      devices: { r1, down: { ...r1, port: 1 } },
      credentials: { lab: LOGIN },
      settings: { allow_inline_credentials: true },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  const list = async (query = ''): Promise<Listed> =>
    (await tom.client.get(`/api/jobs${query}`)).json as unknown as Listed;

  it('shows jobs without output and without passwords, the newest first', async () => {
    const started = new Date().toISOString();
    const first = await tom.client.send('r1', 'show clock', LOGIN);
    const second = await tom.client.post('/api/device/r1/send_configs', { config_lines: ['bogus'], wait: true });
    const third = await tom.client.post('/api/device/down/send_commands', { commands: ['x'], wait: true, retries: 1 });
    const ids = [third, second, first].map(({ json }) => json.job_id);
    const all = await list();
    expect(all.jobs.map(({ job_id }) => job_id)).toEqual(ids);
    expect(all.next_cursor).toBeNull();
    expect(all.jobs[2]).toEqual({
      job_id: first.json.job_id,
      status: 'COMPLETE',
      metadata: first.json.metadata,
      attempts: 1,
      error: null,
      error_type: null,
      error_stage: null,
      created_at: expect.any(String),
      finished_at: expect.any(String),
    });
    expect(all.jobs[1]).toMatchObject({ status: 'FAILED', outcome: 'rejected' });
    expect(JSON.stringify(all)).not.toContain(LOGIN.password);

    expect((await list('?status=COMPLETE')).jobs.map(({ job_id }) => job_id)).toEqual([ids[2]]);
    expect((await list('?device=down')).jobs.map(({ job_id }) => job_id)).toEqual([ids[0]]);
    expect((await list('?device=127.0.0.1:1')).jobs).toHaveLength(1);
    expect((await list(`?since=${started}`)).jobs).toHaveLength(3);
    expect((await list('?since=2999-01-01')).jobs).toEqual([]);
    const page = await list('?limit=2');
    expect(page.jobs).toHaveLength(2);
    expect((await list(`?limit=2&cursor=${page.next_cursor}`)).jobs.map(({ job_id }) => job_id)).toEqual([ids[2]]);
  });

  it.each([
    ['?status=DONE', 422],
    ['?limit=0', 422],
    ['?limit=1000', 422],
    ['?since=yesterday', 422],
    ['?cursor=abc', 422],
    ['?device=nobody', 404],
  ])('refuses %s with %d', async (query, status) => {
    expect((await tom.client.get(`/api/jobs${query}`)).status).toBe(status);
  });
});
