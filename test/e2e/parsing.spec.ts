import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import type { JobAnswer } from '../support/tom-client.js';

const LOGIN = { username: 'admin', password: 'admin' };

interface Parsed {
  readonly parsed: readonly Record<string, unknown>[];
  readonly raw?: string;
  readonly _metadata: Record<string, unknown>;
}

describe('parsing of outputs', () => {
  let lab: Lab;
  let tom: EmbeddedTom;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-templates-'));
    await writeFile(
      join(directory, 'cisco_ios_show_privilege.textfsm'),
      'Value LEVEL (\\d+)\n\nStart\n  ^Current privilege level is ${LEVEL} -> Record\n  ^. -> Error\n',
    );
    await writeFile(join(directory, 'endless.textfsm'), 'Value A ((x+x+)+y)\n\nStart\n  ^${A} -> Record\n');
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    const { port } = lab.device('r1');
    tom = await EmbeddedTom.start({
      devices: {
        r1: { port, adapter_driver: 'cisco_ios' },
        x1: { port, adapter: 'scrapli', adapter_driver: 'cisco_iosxe' },
        unknown: { port, adapter_driver: 'autodetect' },
      },
      credentials: { lab: LOGIN },
      settings: { textfsm_template_dir: directory, template_pack_dir: join(directory, 'packs') },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
    await rm(directory, { recursive: true });
  });

  function parsedOf(json: JobAnswer, command: string): Parsed {
    return json.result?.data[command] as unknown as Parsed;
  }

  it.each(['r1', 'x1', 'unknown'])('gives records for %s, whichever names its driver has, or none', async (device) => {
    const { json } = await tom.client.send(device, 'show ip interface brief', { parse: true });
    const { parsed, raw, _metadata } = parsedOf(json, 'show ip interface brief');
    expect(parsed[0]).toEqual({
      interface: 'Vlan1',
      ip_address: 'unassigned',
      status: 'administratively down',
      proto: 'down',
    });
    expect(parsed.length).toBeGreaterThan(20);
    expect(raw).toBeUndefined();
    expect(_metadata).toEqual({
      template_source: 'builtin',
      template_name: 'cisco_ios_show_ip_interface_brief.textfsm',
    });
  });

  it('gives the text as well when asked', async () => {
    const { json } = await tom.client.send('r1', 'show ip interface brief', { parse: true, include_raw: true });
    expect(parsedOf(json, 'show ip interface brief').raw).toMatch(/^Interface /);
  });

  it('leaves it to each command of a list', async () => {
    const { json } = await tom.client.post('/api/device/r1/send_commands', {
      commands: [{ command: 'show clock', parse: false }, 'show ip interface brief'],
      parse: true,
      wait: true,
    });
    expect(typeof json.result?.data['show clock']).toBe('string');
    expect(parsedOf(json, 'show ip interface brief').parsed.length).toBeGreaterThan(20);
  });

  it('parses a finished job later', async () => {
    const { json } = await tom.client.send('r1', 'show ip interface brief');
    const later = await tom.client.get(`/api/job/${json.job_id}?parse=true`);
    expect(parsedOf(later.json, 'show ip interface brief').parsed.length).toBeGreaterThan(20);
  });

  it("prefers a template of one's own", async () => {
    const { json } = await tom.client.send('r1', 'show privilege', { parse: true });
    expect(parsedOf(json, 'show privilege')).toEqual({
      parsed: [{ level: '15' }],
      _metadata: { template_source: 'custom', template_name: 'cisco_ios_show_privilege.textfsm' },
    });
  });

  it('gives the text alone with raw_output', async () => {
    const { text } = await tom.client.send('r1', 'show privilege', { parse: true, raw_output: true });
    expect(text).toBe('Current privilege level is 15');
  });

  it('says what a template cannot read, and where', async () => {
    const { status, json } = await tom.client.send('r1', 'show clock', {
      parse: true,
      template: 'cisco_ios_show_privilege',
    });
    expect(status).toBe(422);
    expect(json.error).toBe('Parsing Failed');
    expect(json.detail).toMatch(
      /template "cisco_ios_show_privilege.textfsm" cannot read this output in state Start: .*Line: 5.*UTC/,
    );
  });

  it.each([
    [{ template: 'nope' }, 404, /^Template not found: nope/],
    [{ template_source: 'ntcc' }, 400, /template_source "ntcc" is unknown; use one of custom, ntc, builtin/],
    [{ parser: 'ttp' }, 404, /^No template found for platform=cisco_ios, command=show clock/],
  ])('refuses %j before the device is touched', async (more, status, sentence) => {
    const before = lab.device('r1').log.commands.length;
    const answer = await tom.client.send('r1', 'show clock', { parse: true, ...more });
    expect(answer.status).toBe(status);
    expect(answer.json.detail).toMatch(sentence);
    expect(lab.device('r1').log.commands.length).toBe(before);
  });
});
