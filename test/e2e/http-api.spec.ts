import type { Lab } from '../../src/lab/lab.js';
import type { EmbeddedTom } from '../support/embedded-tom.js';
import { LAB_LOGIN, LabTom } from '../support/lab-tom.js';

describe('HTTP API, embedded, against the lab', () => {
  let both: LabTom;
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    both = await LabTom.start(
      [
        { name: 'r1', platform: 'cisco_ios' },
        { name: 'sw1', platform: 'arista_eos' },
        { name: 'host1', platform: 'linux' },
      ],
      {
        settings: { allow_inline_credentials: true },
        entries: (portOf) => ({ x1: { port: portOf('r1'), adapter: 'scrapli', adapter_driver: 'cisco_iosxe' } }),
      },
    );
    ({ lab, tom } = both);
  });

  afterAll(() => both.stop());

  describe('send_command', () => {
    it('answers with the job envelope of the contract', async () => {
      const { status, json } = await tom.client.send('r1', 'show clock');
      expect(status).toBe(200);
      expect(json).toEqual({
        job_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: 'COMPLETE',
        result: {
          data: { 'show clock': expect.stringMatching(/^\*?\d\d:\d\d:\d\d/) },
          meta: { cache: { cache_status: 'miss', commands: {} } },
        },
        group: null,
        metadata: {
          host: '127.0.0.1',
          port: lab.device('r1').port,
          device_type: 'cisco_ios',
          commands: ['show clock'],
          credential: { type: 'stored', credential_id: 'lab' },
          use_cache: false,
          cache_refresh: false,
          cache_ttl: null,
          max_queue_wait: 300,
        },
        attempts: 1,
        error: null,
        error_type: null,
        error_stage: null,
      });
    });

    it.each([
      ['r1', 'show version', /^Cisco IOS/],
      ['x1', 'show ip interface brief', /^Interface +IP-Address/],
      ['sw1', 'show version', /Arista/],
      ['host1', 'uname -a', /^Linux /],
    ])('gives the output of %s "%s"', async (device, command, expected) => {
      const { json } = await tom.client.send(device, command);
      const output = json.result?.data[command] ?? '';
      expect(output).toMatch(expected);
      expect(output).not.toMatch(/\r|\u001b|--More--|[#>$] ?$/);
      expect(output.startsWith(command)).toBe(false);
    });

    it('answers with plain text when raw_output is asked for', async () => {
      const { status, headers, text } = await tom.client.send('r1', 'show ip interface brief', { raw_output: true });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(text).toMatch(/^Interface /);
    });

    it('hands over what the device refused as output', async () => {
      const { json } = await tom.client.send('r1', 'show bogus');
      expect(json.status).toBe('COMPLETE');
      expect(json.result?.data['show bogus']).toMatch(/% Invalid input detected/);
    });

    it('answers at once without wait, and gives the output later', async () => {
      const { status, json } = await tom.client.post('/api/device/r1/send_command', { command: 'show version' });
      expect(status).toBe(200);
      expect(json).toMatchObject({ status: 'QUEUED', result: null, attempts: 0 });
      let view = await tom.client.get(`/api/job/${json.job_id}`);
      while (view.json.status !== 'COMPLETE') view = await tom.client.get(`/api/job/${json.job_id}`);
      expect(view.json.result?.data['show version']).toMatch(/^Cisco IOS/);
      expect(view.json.attempts).toBe(1);
    });

    it('does not wait without wait, raw_output or not', async () => {
      const { json } = await tom.client.post('/api/device/r1/send_command', {
        command: 'show clock',
        raw_output: true,
      });
      expect(json.status).toBe('QUEUED');
    });
  });

  describe('send_commands', () => {
    it('keys each output by its command, the same one again with a number', async () => {
      const { json } = await tom.client.post('/api/device/r1/send_commands', {
        commands: ['show clock', { command: 'show clock', parse: false }, 'show privilege'],
        wait: true,
      });
      expect(Object.keys(json.result?.data ?? {})).toEqual(['show clock', 'show clock_1', 'show privilege']);
      expect(json.result?.meta).toEqual({
        cache: {
          cache_status: 'miss',
          commands: {
            'show clock': { cache_status: 'miss' },
            'show clock_1': { cache_status: 'miss' },
            'show privilege': { cache_status: 'miss' },
          },
        },
      });
    });

    it('puts each output under a heading in plain text', async () => {
      const { text } = await tom.client.post('/api/device/sw1/send_commands', {
        commands: ['show hostname', 'show version'],
        wait: true,
        raw_output: true,
      });
      expect(text).toMatch(/^### show hostname ###\n[^]*\n\n### show version ###\n/);
    });

    it('completes without commands and without a log-in', async () => {
      const before = lab.device('host1').log.connections;
      const { json } = await tom.client.post('/api/device/host1/send_commands', { commands: [], wait: true });
      expect(json).toMatchObject({ status: 'COMPLETE', result: { data: {} } });
      expect(lab.device('host1').log.connections).toBe(before);
    });
  });

  describe('raw commands', () => {
    const raw = (more: Record<string, unknown>): Record<string, unknown> => ({
      host: '127.0.0.1',
      port: lab.device('r1').port,
      device_type: 'cisco_ios',
      command: 'show clock',
      wait: true,
      ...more,
    });

    it.each(['send_netmiko_command', 'send_scrapli_command'])(
      'run with a stored credential by %s',
      async (operation) => {
        const { json } = await tom.client.post(`/api/raw/${operation}`, raw({ credential_id: 'lab' }));
        expect(json.status).toBe('COMPLETE');
        expect(json.metadata).toMatchObject({ credential: { type: 'stored', credential_id: 'lab' } });
      },
    );

    it('run with an inline credential, of which only the user comes back', async () => {
      const { json, text } = await tom.client.post('/api/raw/send_netmiko_command', raw(LAB_LOGIN));
      expect(json.status).toBe('COMPLETE');
      expect(json.metadata.credential).toEqual({ type: 'inlineSSH', username: 'admin' });
      expect(text).not.toContain(LAB_LOGIN.password);
    });

    it('run with the stored credential where a log-in stands beside it', async () => {
      const both = raw({ credential_id: 'lab', username: 'nobody', password: 'pl4nted' });
      const { json, text } = await tom.client.post('/api/raw/send_netmiko_command', both);
      expect(json.status).toBe('COMPLETE');
      expect(json.metadata.credential).toEqual({ type: 'stored', credential_id: 'lab' });
      expect(text).not.toContain('pl4nted');
    });

    it.each([
      [{}, 'Must provide either credential_id or username and password'],
      [{ username: 'admin' }, 'username was given without password'],
      [{ password: 'pl4nted' }, 'password was given without username'],
    ])('are refused without a whole credential: %j', async (credential, sentence) => {
      const { status, json, text } = await tom.client.post('/api/raw/send_netmiko_command', raw(credential));
      expect(status).toBe(422);
      expect(json.detail).toContain(sentence);
      expect(text).not.toContain('pl4nted');
      const plain = await tom.client.post('/api/raw/send_netmiko_command', raw({ ...credential, raw_output: true }));
      expect(plain.text).toContain(sentence);
      expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    });
  });

  describe('inventory', () => {
    it('shows one device', async () => {
      const { json } = await tom.client.get('/api/inventory/x1');
      expect(json).toEqual({
        adapter: 'scrapli',
        adapter_driver: 'cisco_iosxe',
        adapter_options: {},
        host: '127.0.0.1',
        port: lab.device('r1').port,
        credential_id: 'lab',
      });
    });

    it('exports all of them by name', async () => {
      const { json } = await tom.client.get('/api/inventory/export');
      expect(Object.keys(json)).toEqual(['r1', 'sw1', 'host1', 'x1']);
    });

    it('names the nearest device for one it does not know', async () => {
      const { status, json } = await tom.client.get('/api/inventory/hots1');
      expect(status).toBe(404);
      expect(json.detail).toContain('did you mean "host1"?');
    });
  });

  it('is alive and ready', async () => {
    expect((await tom.client.get('/health')).json).toEqual({ status: 'ok' });
    expect((await tom.client.get('/ready')).json).toMatchObject({
      status: 'ready',
      checks: { state: 'ok', inventory: 'ok', workers: 'ok' },
    });
  });
});
