import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };

describe('HTTP API errors', () => {
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    const { port } = lab.device('r1');
    tom = await EmbeddedTom.start({
      devices: {
        r1: { port, adapter_driver: 'cisco_ios' },
        baddriver: { port, adapter_driver: 'cisco_isox' },
        nocred: { port, adapter_driver: 'cisco_ios', credential_id: 'labb' },
        badcred: { port, adapter_driver: 'cisco_ios', credential_id: 'bad' },
        down: { port: await freePort(), adapter_driver: 'cisco_ios' },
      },
      credentials: { lab: LOGIN, bad: { username: 'admin', password: 'pl4nted-wr0ng' } },
      settings: { credential_cooldown: 0, breaker_threshold: 0 },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  it('refuse a log-in in a request where it is not allowed', async () => {
    const { status, json, text } = await tom.client.send('r1', 'show clock', LOGIN);
    expect(status).toBe(403);
    expect(json).toEqual({ error: 'Forbidden', detail: expect.stringContaining('allow_inline_credentials') });
    expect(text).not.toContain(LOGIN.password);
  });

  it('come after one try with retries: 0, as clients of the Python broker know it', async () => {
    const order = { commands: ['show clock'], wait: true, retries: 0 };
    const { json } = await tom.client.post('/api/device/down/send_commands', order);
    expect(json).toMatchObject({ status: 'FAILED', error_type: 'network', attempts: 1 });
  });

  it.each([
    [{ 'Content-Type': 'application/x-www-form-urlencoded' }, /^a body of Content-Type "application\/x-www-form-/],
    [{}, /^the body has no Content-Type/],
  ])('say which Content-Type a body has to have in place of %j', async (headers, words) => {
    const body = new TextEncoder().encode('{"command": "show clock"}');
    const url = `${tom.client.base}/api/device/r1/send_command`;
    const answer = await fetch(url, { method: 'POST', headers, body });
    const { error, detail } = (await answer.json()) as { error: string; detail: string };
    expect([answer.status, error, detail]).toEqual([415, 'Unsupported Media Type', expect.stringMatching(words)]);
    expect(detail).toContain('send JSON, with "Content-Type: application/json"');
  });

  it.each([
    ['r99', 404, 'Not Found', /device "r99" is not in the inventory/],
    [
      'baddriver',
      400,
      'Bad Request',
      /adapter_driver "cisco_isox" of device "baddriver" is unknown; did you mean .*"cisco_iosxe"/,
    ],
  ])('refuse %s before anything is queued', async (device, status, error, detail) => {
    const answer = await tom.client.send(device, 'show clock');
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error, detail: expect.stringMatching(detail) });
    const plain = await tom.client.send(device, 'show clock', { raw_output: true });
    expect(plain.status).toBe(status);
    expect(plain.text).toMatch(detail);
  });

  it.each([
    ['nocred', 'credential', 'resolve', 502, /CredentialNotFound: credential "labb" is not in .*; did you mean "lab"/],
    ['badcred', 'auth', 'authenticate', 502, /AuthenticationFailed: /],
    ['down', 'network', 'connect', 502, /ConnectionRefused: /],
  ])('fail a job on %s with type, stage and one sentence', async (device, type, stage, status, sentence) => {
    const { json } = await tom.client.post(`/api/device/${device}/send_commands`, {
      commands: ['show clock'],
      wait: true,
      retries: 1,
    });
    expect(json).toMatchObject({ status: 'FAILED', result: null, error_type: type, error_stage: stage, attempts: 1 });
    expect(json.error).toMatch(sentence);
    expect(json.error).not.toMatch(/\n|\bat .*:\d+/);
    const plain = await tom.client.post(`/api/device/${device}/send_commands`, {
      commands: ['show clock'],
      wait: true,
      raw_output: true,
      retries: 1,
    });
    expect(plain.status).toBe(status);
    expect(plain.text).toMatch(sentence);
  });

  it('tries an authentication failure once, whatever retries says', async () => {
    const before = lab.device('r1').log.logins.filter(({ accepted }) => !accepted).length;
    const { json } = await tom.client.post('/api/device/badcred/send_commands', {
      commands: ['show clock'],
      wait: true,
      retries: 3,
    });
    expect(json.attempts).toBe(1);
    expect(lab.device('r1').log.logins.filter(({ accepted }) => !accepted).length).toBe(before + 1);
  });

  it.each([
    [{ wait: true }, { type: 'missing', loc: ['body', 'command'], msg: 'Field required' }],
    [
      { command: 'show clock', parser: 'genie' },
      { type: 'literal_error', loc: ['body', 'parser'] },
    ],
    [
      { command: 'show clock\nreload', wait: true },
      { type: 'value_error', loc: ['body', 'command'] },
    ],
    ['{bad json', { type: 'json_invalid' }],
    ['[]', { type: 'model_attributes_type' }],
  ])('answer the body %j with 422 and its faults', async (body, fault) => {
    const { status, json } = await tom.client.post('/api/device/r1/send_command', body);
    expect(status).toBe(422);
    expect(json).toEqual({ error: 'Validation Error', detail: [expect.objectContaining(fault)] });
  });

  it('name the faulty command of a list by its place', async () => {
    const { json } = await tom.client.post('/api/device/r1/send_commands', {
      commands: ['show clock', 5, { parse: true }],
    });
    expect(json.detail).toEqual([
      expect.objectContaining({ loc: ['body', 'commands', 1] }),
      expect.objectContaining({ loc: ['body', 'commands', 2, 'command'], type: 'missing' }),
    ]);
  });

  it('take words for booleans and numbers, and name unknown fields in a header', async () => {
    const { status, json, headers } = await tom.client.post('/api/device/r1/send_command', {
      command: 'show clock',
      wait: 'true',
      timeout: '10',
      wiat: true,
    });
    expect(status).toBe(200);
    expect(json.status).toBe('COMPLETE');
    expect(headers.get('warning')).toBe(`299 tom "ignored unknown fields: 'wiat'; did you mean 'wait'?"`);
  });

  it('refuse parsing for which there is no template before the device is touched', async () => {
    const { status, json } = await tom.client.send('r1', 'show privilege', { parse: true });
    expect(status).toBe(404);
    expect(json).toEqual({
      error: 'Template Not Found',
      detail: expect.stringMatching(/^No template found for platform=cisco_ios, command=show privilege; did you mean /),
    });
  });

  it.each(['/api/job/nope', '/api/job/00000000-0000-8000-8000-000000000000', '/api/nothing', '/nothing'])(
    'answer %s with 404',
    async (path) => {
      const { status, json } = await tom.client.get(path);
      expect(status).toBe(404);
      expect(json).toEqual({ error: 'Not Found', detail: expect.any(String) });
    },
  );
});

describe('HTTP API limits', () => {
  it('answer 429 and say when to try again, once a device has too many unfinished jobs', async () => {
    const lab = await Lab.start({
      devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN, faults: { delayMs: 1_000 } }],
    });
    const tom = await EmbeddedTom.start({
      devices: { r1: { port: lab.device('r1').port, adapter_driver: 'cisco_ios' } },
      credentials: { lab: LOGIN },
      settings: { max_queue_depth_per_device: 1 },
    });
    try {
      const first = tom.client.send('r1', 'show clock');
      await eventually(() => lab.device('r1').log.connections > 0);
      const refused = await tom.client.send('r1', 'show clock');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
      expect(refused.json).toEqual({ error: 'Too Many Requests', detail: expect.stringContaining('unfinished jobs') });
      expect((await first).json.status).toBe('COMPLETE');
      expect((await tom.client.send('r1', 'show clock')).status).toBe(200);
    } finally {
      await tom.stop();
      await lab.stop();
    }
  });
});
