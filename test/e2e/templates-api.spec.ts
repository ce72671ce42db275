import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

const PRIVILEGE = 'Value LEVEL (\\d+)\n\nStart\n  ^Current privilege level is ${LEVEL} -> Record\n  ^. -> Error\n';
const OUTPUT = 'Current privilege level is 15';

describe('templates API', () => {
  let tom: EmbeddedTom;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-templates-'));
    tom = await EmbeddedTom.start({
      devices: { x1: { port: 1, adapter: 'scrapli', adapter_driver: 'cisco_iosxe' } },
      credentials: {},
      settings: { textfsm_template_dir: directory, template_pack_dir: join(directory, 'packs') },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await rm(directory, { recursive: true });
  });

  async function listing(): Promise<Record<string, unknown>> {
    return (await tom.client.get('/api/templates/textfsm')).json as unknown as Record<string, unknown>;
  }

  it('lists templates by source', async () => {
    expect(await listing()).toEqual({
      custom: [],
      ntc: [],
      builtin: expect.arrayContaining(['cisco_ios_show_version.textfsm']),
    });
  });

  it('gives the text of a template', async () => {
    const { json } = await tom.client.get('/api/templates/textfsm/cisco_ios_show_clock');
    expect(json).toMatchObject({ name: 'cisco_ios_show_clock.textfsm', parser: 'textfsm', source: 'builtin' });
    expect((json as unknown as { content: string }).content).toMatch(/^Value /m);
  });

  it("stores, finds, uses and deletes a template of one's own", async () => {
    const draft = {
      name: 'cisco_ios_show_privilege',
      content: PRIVILEGE,
      platform: 'cisco_ios',
      command: 'sh[[ow]] priv[[ilege]]',
    };
    const created = await tom.client.post('/api/templates/textfsm', draft);
    expect([created.status, created.json]).toEqual([
      200,
      { name: 'cisco_ios_show_privilege.textfsm', parser: 'textfsm', created: true, validation_warnings: null },
    ]);
    const match = await tom.client.get('/api/templates/match?command=sh%20priv&device=x1');
    expect(match.json).toEqual({
      device_type: 'cisco_iosxe',
      command: 'sh priv',
      matches: [{ template_name: 'cisco_ios_show_privilege.textfsm', source: 'custom', parser: 'textfsm' }],
    });
    const parsed = await tom.client.post('/api/parse/test', {
      raw_output: OUTPUT,
      device_type: 'cisco_ios',
      command: 'show privilege',
    });
    expect(parsed.json).toEqual({
      parsed: [{ level: '15' }],
      _metadata: { template_source: 'custom', template_name: 'cisco_ios_show_privilege.textfsm' },
    });
    const again = await tom.client.post('/api/templates/textfsm', draft);
    expect(again.status).toBe(409);
    const replaced = await tom.client.post('/api/templates/textfsm', { ...draft, overwrite: true });
    expect(replaced.json).toMatchObject({ created: false });
    const deleted = await fetch(`${tom.client.base}/api/templates/textfsm/cisco_ios_show_privilege.textfsm`, {
      method: 'DELETE',
    });
    expect(await deleted.json()).toEqual({ name: 'cisco_ios_show_privilege.textfsm', deleted: true });
    expect((await listing()).custom).toEqual([]);
    const builtin = await fetch(`${tom.client.base}/api/templates/textfsm/cisco_ios_show_version`, {
      method: 'DELETE',
    });
    expect([builtin.status, await builtin.json()]).toEqual([
      400,
      {
        error: 'Bad Request',
        detail:
          'Template "cisco_ios_show_version.textfsm" is of source "builtin"; only those of source "custom" can be deleted',
      },
    ]);
  });

  it.each(['../escape', 'a/b', '..', '.hidden', '/etc/passwd', 'a\\b', 'x'.repeat(300)])(
    'refuses the name %j',
    async (name) => {
      const { status } = await tom.client.post('/api/templates/textfsm', { name, content: PRIVILEGE });
      expect(status).toBe(400);
      expect((await readdir(directory)).filter((file) => file.endsWith('.textfsm'))).toEqual([]);
      expect((await tom.client.get(`/api/templates/textfsm/${encodeURIComponent(name)}`)).status).toBe(404);
    },
  );

  it.each([
    ['textfsm', PRIVILEGE, [{ level: '15' }]],
    ['ttp', 'Current privilege level is {{ level }}', [{ level: '15' }]],
  ])('parses with the text of a %s template that is stored nowhere', async (parser, template_content, parsed) => {
    const { json } = await tom.client.post('/api/parse/test', { raw_output: OUTPUT, parser, template_content });
    const metadata = { template_source: 'request', template_name: `inline.${parser}` };
    expect(json).toEqual({ parsed, _metadata: metadata });
    expect(JSON.stringify(await listing())).not.toContain('inline');
  });

  it('refuses a template that does not compile, and says where', async () => {
    const { status, json } = await tom.client.post('/api/templates/textfsm', {
      name: 'bad',
      content: 'Value A (\\d+\n\nStart\n',
    });
    expect(status).toBe(422);
    expect(json.detail).toMatch(/"bad.textfsm" of source "custom" is not valid: /);
  });

  it('lists a broken file of the directory with the reason, and goes on with the others', async () => {
    await writeFile(join(directory, 'broken.textfsm'), 'Value A (\\d+\n\nStart\n');
    await eventually(async () => Array.isArray((await listing()).disabled));
    expect((await listing()).disabled).toEqual([
      expect.objectContaining({ source: 'custom', name: 'broken.textfsm', reason: expect.any(String) }),
    ]);
    const { status } = await tom.client.post('/api/parse/test', {
      raw_output: '12:00:00.000 UTC Mon Jan 1 2026',
      template: 'cisco_ios_show_clock',
    });
    expect(status).toBe(200);
  });

  it.each([
    ['/api/parse/test', { raw_output: OUTPUT }, 400, /give template, template_content, or device_type and command/],
    ['/api/parse/test', { raw_output: OUTPUT, template: 'a', template_content: PRIVILEGE }, 400, /not both/],
    [
      '/api/parse/test',
      { raw_output: OUTPUT, template_content: 'Value A (' },
      422,
      /"inline.textfsm" of source "request" is not valid/,
    ],
    ['/api/parse/test', { raw_output: OUTPUT, template: 'nope' }, 404, /^Template not found: nope/],
    [
      '/api/parse/test',
      { raw_output: OUTPUT, device_type: 'cisco_ios', command: 'show bogus' },
      404,
      /^No template found for platform=cisco_ios/,
    ],
    ['/api/templates/genie', { name: 'a', content: PRIVILEGE }, 400, /parser "genie" is not available/],
  ])('answers %s %j with %d', async (path, body, status, sentence) => {
    const answer = await tom.client.post(path, body);
    expect(answer.status).toBe(status);
    expect(answer.json.detail).toMatch(sentence);
  });

  it('costs its caller an error when a template never ends, and nobody else', async () => {
    const content = 'Value A (.*)\n\nStart\n  ^(x+x+)+(x+x+)+(x+x+)+y${A} -> Record\n';
    await tom.client.post('/api/templates/textfsm', { name: 'endless', content });
    const endless = tom.client.post('/api/parse/test', { raw_output: 'x'.repeat(4_000), template: 'endless' });
    const other = await tom.client.post('/api/parse/test', {
      raw_output: '12:00:00.000 UTC Mon Jan 1 2026',
      template: 'cisco_ios_show_clock',
    });
    expect(other.status).toBe(200);
    const { status, json } = await endless;
    if (status !== 200) {
      expect(status).toBe(422);
      expect(json.detail).toMatch(/did not finish with this output within 10000 ms/);
    }
  });
});
