import type { Lab } from '../../src/lab/lab.js';
import type { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { LAB_LOGIN, LabTom } from '../support/lab-tom.js';

describe('send_configs, embedded, against the lab', () => {
  let both: LabTom;
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    both = await LabTom.start(
      [
        { name: 'r1', platform: 'cisco_ios' },
        { name: 'r2', platform: 'cisco_ios' },
        { name: 'sw1', platform: 'arista_eos' },
        { name: 'e1', platform: 'cisco_ios', enableSecret: 'pl4nted-en4ble' },
      ],
      {
        credentials: { wrong: { ...LAB_LOGIN, password: 'pl4nted-wr0ng' } },
        settings: { allow_inline_credentials: true },
        entries: (portOf) => ({
          r2: { port: portOf('r2'), adapter_driver: 'cisco_ios', credential_id: 'wrong' },
          x1: { port: portOf('r1'), adapter: 'scrapli', adapter_driver: 'cisco_iosxe' },
          e1: { port: portOf('e1'), adapter_driver: 'cisco_ios', adapter_options: { secret: 'pl4nted-en4ble' } },
          none: { port: portOf('r1'), adapter_driver: 'generic' },
        }),
      },
    );
    ({ lab, tom } = both);
  });

  afterEach(() => lab.device('r1').setFaults({}));

  afterAll(() => both.stop());

  const configure = (device: string, config_lines: unknown, more = {}): ReturnType<typeof tom.client.post> =>
    tom.client.post(`/api/device/${device}/send_configs`, { config_lines, wait: true, ...more });

  const sent = (device = 'r1'): string[] => lab.device(device).log.configLines.map(({ text }) => text);

  it('takes the enable secret that the inventory has for the device', async () => {
    const { json, text } = await configure('e1', ['hostname e2']);
    expect(json).toMatchObject({ status: 'COMPLETE', outcome: 'applied', error: null });
    expect(text).not.toContain('pl4nted-en4ble');
  });

  it('answers with the envelope of the contract', async () => {
    const lines = ['interface Loopback0', 'description uplink'];
    const { status, json } = await configure('r1', lines);
    expect(status).toBe(200);
    expect(json).toEqual({
      job_id: expect.any(String),
      status: 'COMPLETE',
      result: {
        transcript: expect.stringMatching(
          /^configure terminal\n[^]*#interface Loopback0\n[^]*description uplink[^]*#$/,
        ),
      },
      group: null,
      metadata: {
        host: '127.0.0.1',
        port: lab.device('r1').port,
        device_type: 'cisco_ios',
        config_commands: lines,
        credential: { type: 'stored', credential_id: 'lab' },
        max_queue_wait: 300,
      },
      attempts: 1,
      error: null,
      error_type: null,
      error_stage: null,
      outcome: 'applied',
    });
    expect(sent()).toEqual(lines);
    const later = await tom.client.get(`/api/job/${json.job_id}`);
    expect(later.json).toEqual(json);
  });

  it('takes a log-in of the request, whose password comes back nowhere', async () => {
    const { json, text } = await configure('sw1', ['interface Loopback0'], LAB_LOGIN);
    expect(json).toMatchObject({ status: 'COMPLETE', outcome: 'applied' });
    expect(text).not.toContain(LAB_LOGIN.password);
  });

  it('fails at the line the device refuses, sends none after it, and gives the transcript', async () => {
    const before = sent().length;
    const { json } = await configure('r1', ['interface Loopback1', 'bogus line', 'description never'], { retries: 5 });
    expect(json).toMatchObject({
      status: 'FAILED',
      outcome: 'rejected',
      attempts: 1,
      error: expect.stringMatching(
        /^ConfigRejected: 127\.0\.0\.1:\d+ refused line 2 of the configuration \(% Invalid input/,
      ),
      error_type: 'device',
      error_stage: 'config',
      result: { transcript: expect.stringContaining('bogus line') },
    });
    expect(sent().slice(before)).toEqual(['interface Loopback1']);
  });

  it('names the line that was refused, also where the same one was taken before', async () => {
    const lines = ['interface Loopback1', 'description a', 'router bgp 65000', 'description a'];
    const { json } = await configure('r1', lines);
    expect(json.error).toMatch(/ refused line 4 of the configuration /);
  });

  it('shows the lines and what the device answers, where the inventory names scrapli', async () => {
    const { json } = await configure('x1', ['interface Loopback0', 'description uplink']);
    expect(json.result).toEqual({ transcript: 'interface Loopback0\ndescription uplink\n' });
    const refused = await configure('x1', ['bogus line', 'description never']);
    expect(refused.json.result).toEqual({ transcript: expect.stringMatching(/^bogus line\n *\^\n% Invalid input/) });
  });

  it('sends nothing where there is nothing, or no log-in', async () => {
    const before = sent().length;
    expect((await configure('r1', [])).json).toMatchObject({ status: 'COMPLETE', outcome: 'not_sent', attempts: 1 });
    expect((await configure('r2', ['hostname x'])).json).toMatchObject({
      status: 'FAILED',
      outcome: 'not_sent',
      error_type: 'auth',
      result: null,
    });
    expect([sent().length, sent('r2')]).toEqual([before, []]);
  });

  it('is refused at once for a platform that takes no configuration, and for lines that are none', async () => {
    const { status, json } = await configure('none', ['x']);
    expect([status, json.detail]).toEqual([400, expect.stringContaining('takes no configuration lines')]);
    for (const lines of [undefined, 'x', [1], ['a\nb']]) expect((await configure('r1', lines)).status).toBe(422);
    expect((await configure('r1', ['x'], { username: 'admin' })).status).toBe(422);
  });

  it('is not tried again when the connection breaks in the middle: nobody knows what became of it', async () => {
    const before = sent().length;
    const lines = Array.from({ length: 30 }, (_, index) => `ip route 10.0.${index}.0 255.255.255.0 Null0`);
    await lab.device('r1').setFaults({ dropAfterBytes: 1_500 });
    const { json } = await configure('r1', lines, { retries: 5 });
    expect(json).toMatchObject({
      status: 'FAILED',
      outcome: 'unknown_outcome',
      attempts: 1,
      error_type: 'unknown_outcome',
      error_stage: 'config',
    });
    const taken = sent().slice(before);
    expect(taken.length).toBeGreaterThan(0);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('is ABORTED in the middle, and says that its outcome is not known', async () => {
    const before = sent().length;
    await lab.device('r1').setFaults({ delayMs: 50 });
    const lines = Array.from({ length: 200 }, (_, index) => `ip route 10.1.${index}.0 255.255.255.0 Null0`);
    const { json } = await configure('r1', lines, { wait: false, timeout: 60 });
    await eventually(() => sent().length > before + 2);
    await tom.client.delete(`/api/job/${json.job_id}`);
    const ended = await eventually(async () => {
      const view = await tom.client.get(`/api/job/${json.job_id}`);
      return view.json.status === 'ABORTED' ? view.json : undefined;
    });
    expect(ended).toMatchObject({
      outcome: 'unknown_outcome',
      error_type: 'aborted',
      error_stage: 'config',
      attempts: 1,
    });
    const taken = sent().slice(before);
    expect(taken.length).toBeLessThan(200);
    expect(new Set(taken).size).toBe(taken.length);
  });
});
