import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab } from '../../src/lab/lab.js';
import { runTemplates } from '../../src/modules/parsing/library/templates-command.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { archiveOf } from '../support/pack-archives.js';
import type { JobAnswer } from '../support/tom-client.js';

const LOGIN = { username: 'admin', password: 'admin' };

/** The files of a pack, as a release of the project has them. */
const PACK = {
  'ttp_templates-1.0/ttp_templates/platform/cisco_ios_show_running_config_pipe_section_interface.txt':
    'interface {{ interface }}\n description {{ description | ORPHRASE }}\n',
  'ttp_templates-1.0/ttp_templates/platform/cisco_ios_show_inventory.txt':
    '<macro>\ndef tidy(data):\n    return data\n</macro>\n<group>\nPID: {{ pid }} , VID: {{ vid }}\n</group>\n<output macro="tidy"/>\n',
  'ttp_templates-1.0/ttp_templates/get/interfaces.txt':
    '<template name="interfaces" results="per_template">\n' +
    '<extend template="ttp://platform/cisco_ios_show_running_config_pipe_section_interface.txt"/>\n</template>\n',
  'ttp_templates-1.0/ttp_templates/misc/acme/uptime.txt': 'up {{ days | to_int }} days\n',
  'ttp_templates-1.0/README.md': 'not wanted',
};

const INTERFACES = 'interface Lo0\n description first one\ninterface Gi1\n description uplink\n';
const RECORDS = [
  { interface: 'Lo0', description: 'first one' },
  { interface: 'Gi1', description: 'uplink' },
];

/** `show ip interface brief`, read by TTP. */
const BRIEF =
  '<group name="interfaces*">\n{{ name }} {{ address | IP }} YES {{ method }} {{ status }} {{ protocol }}\n</group>\n';

interface Parsed {
  readonly parsed: readonly unknown[];
  readonly raw?: string;
  readonly _metadata: Record<string, unknown>;
}

describe('parsing with TTP', () => {
  let root: string;
  let directory: string;
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tom-ttp-'));
    directory = join(root, 'ttp');
    await mkdir(join(directory, 'tables'), { recursive: true });
    await writeFile(join(directory, 'cisco_ios_show_ip_interface_brief.txt'), BRIEF);
    await writeFile(join(root, 'secret.txt'), 'secret {{ secret }}\n');
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    const { port } = lab.device('r1');
    tom = await EmbeddedTom.start({
      devices: {
        r1: { port, adapter_driver: 'cisco_ios' },
        x1: { port, adapter: 'scrapli', adapter_driver: 'cisco_iosxe' },
      },
      credentials: { lab: LOGIN },
      settings: { ttp_template_dir: directory, template_pack_dir: join(root, 'packs') },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
    await rm(root, { recursive: true });
  });

  function parsedOf(json: JobAnswer, command: string): Parsed {
    return json.result?.data[command] as unknown as Parsed;
  }

  async function listing(): Promise<Record<string, readonly unknown[]>> {
    return (await tom.client.get('/api/templates/ttp')).json as unknown as Record<string, readonly unknown[]>;
  }

  async function test(body: object): Promise<{ status: number; json: Parsed & { detail?: string } }> {
    const { status, json } = await tom.client.post('/api/parse/test', { parser: 'ttp', ...body });
    return { status, json: json as unknown as Parsed & { detail?: string } };
  }

  function store(name: string, content: string, more: object = {}): ReturnType<typeof tom.client.post> {
    return tom.client.post('/api/templates/ttp', { name, content, ...more });
  }

  describe('on devices', () => {
    it.each(['r1', 'x1'])('gives the result for %s, whichever names its driver has', async (device) => {
      const { json } = await tom.client.send(device, 'show ip interface brief', { parse: true, parser: 'ttp' });
      const { parsed, raw, _metadata } = parsedOf(json, 'show ip interface brief');
      expect(parsed).toEqual([
        { interfaces: expect.arrayContaining([expect.objectContaining({ protocol: 'up' })]) as unknown[] },
      ]);
      expect(raw).toBeUndefined();
      expect(_metadata).toEqual({
        template_source: 'custom',
        template_name: 'cisco_ios_show_ip_interface_brief.txt',
      });
    });

    it('leaves the parser to each command of a list, and to whoever asks for the job later', async () => {
      const { json } = await tom.client.post('/api/device/r1/send_commands', {
        commands: [{ command: 'show ip interface brief', parser: 'ttp' }, 'show clock'],
        parse: true,
        wait: true,
      });
      expect(parsedOf(json, 'show ip interface brief')._metadata.template_source).toBe('custom');
      expect(parsedOf(json, 'show clock')._metadata.template_source).toBe('builtin');
      const one = await tom.client.send('r1', 'show ip interface brief');
      const later = await tom.client.get(`/api/job/${one.json.job_id}?parse=true&parser=ttp`);
      expect(parsedOf(later.json, 'show ip interface brief').parsed).toEqual([expect.anything()]);
    });

    it('refuses before the device is touched when a template needs Python code', async () => {
      await writeFile(join(directory, 'cisco_ios_show_clock.txt'), '{{ clock | macro("tidy") | ORPHRASE }}\n');
      await eventually(async () => (await listing()).disabled !== undefined);
      const before = lab.device('r1').log.commands.length;
      const { status, json } = await tom.client.send('r1', 'show clock', { parse: true, parser: 'ttp' });
      expect([status, lab.device('r1').log.commands.length]).toEqual([422, before]);
      expect(json.detail).toContain('register a function named "tidy" in a plugin (template line 1)');
    });
  });

  describe("with templates of one's own", () => {
    it('stores, finds, uses and deletes one', async () => {
      const draft = { platform: 'cisco_ios', command: 'sh[[ow]] inter[[faces]]' };
      const created = await store('interfaces', 'interface {{ interface }}\nno variable here\n', draft);
      expect(created.json).toEqual({
        name: 'interfaces.ttp',
        parser: 'ttp',
        created: true,
        validation_warnings: [expect.stringContaining('no variable here')],
      });
      const match = await tom.client.get('/api/templates/match?parser=ttp&command=sh%20inter&device=x1');
      expect(match.json).toMatchObject({
        matches: [{ template_name: 'interfaces.ttp', source: 'custom', parser: 'ttp' }],
      });
      const { json } = await test({ raw_output: INTERFACES, device_type: 'cisco_ios', command: 'show interfaces' });
      expect(json).toEqual({
        parsed: [{ interface: 'Lo0' }, { interface: 'Gi1' }],
        _metadata: { template_source: 'custom', template_name: 'interfaces.ttp' },
      });
      const { json: got } = await tom.client.get('/api/templates/ttp/interfaces');
      expect(got).toMatchObject({ name: 'interfaces.ttp', parser: 'ttp', source: 'custom' });
      const gone = await fetch(`${tom.client.base}/api/templates/ttp/interfaces`, { method: 'DELETE' });
      expect(await gone.json()).toEqual({ name: 'interfaces.ttp', deleted: true });
      expect((await listing()).custom).not.toContain('interfaces.ttp');
    });

    it('takes the files and the index of the Python broker, which end with .ttp', async () => {
      await writeFile(join(directory, 'sites.ttp'), 'site {{ site }}\n');
      await writeFile(
        join(directory, 'index'),
        'Template, Hostname, Platform, Command\nsites.ttp, .*, acme, sh.* si\n',
      );
      const chosen = { raw_output: 'site a\nsite b\n', device_type: 'acme', command: 'show sites' };
      await eventually(async () => (await test(chosen)).status === 200);
      const answer = {
        parsed: [{ site: 'a' }, { site: 'b' }],
        _metadata: { template_source: 'custom', template_name: 'sites.ttp' },
      };
      expect((await test(chosen)).json).toEqual(answer);
      for (const template of ['sites.ttp', 'sites', 'sites.txt']) {
        expect((await test({ raw_output: chosen.raw_output, template })).json).toEqual(answer);
      }
    });

    it.each([
      ['macros', '{{ a | macro("tidy") }}', 'register a function named "tidy" in a plugin'],
      ['Python code', '<vars>\na = open("/etc/passwd")\n</vars>\n<group>\na {{ b }}\n</group>', 'template line 2'],
      ['XML that is not closed', '<group>\na {{ b }}', 'template line'],
    ])('refuses %s, and says where', async (_, content, words) => {
      const { status, json } = await store('bad', content);
      expect([status, json.detail]).toEqual([422, expect.stringContaining(words)]);
      expect(json.detail).toMatch(/^Template "bad.ttp" of source "custom" is not valid: /);
    });

    it('reads the files that it names, as they are at the time', async () => {
      await store('lines', 'site {{ site | lookup("sites", add_field="city") }}\n');
      const table = (city: string): Promise<void> =>
        writeFile(join(directory, 'tables/sites.csv'), `id,city\na,${city}\n`);
      await table('Basel');
      await store(
        'cities',
        '<lookup name="sites" load="csv" include="tables/sites.csv"/>\n<extend template="lines.ttp"/>\n',
      );
      const cityOf = async (): Promise<string> =>
        JSON.stringify((await test({ raw_output: 'site a', template: 'cities' })).json.parsed);
      await eventually(async () => (await cityOf()).includes('Basel'));
      await table('Genf');
      await eventually(async () => (await cityOf()).includes('Genf'));
    });

    it.each(['../secret.txt', '/etc/passwd', 'link/secret.txt', './../secret.txt', 'ttp://../secret.txt'])(
      'never reads %s, which is outside of the directory',
      async (path) => {
        await symlink(root, join(directory, 'link')).catch(() => undefined);
        const { status, json } = await store('leak', `<extend template="${path}"/>`);
        expect([status, json.detail]).toEqual([422, expect.stringContaining('does not exist')]);
      },
    );

    it('says that nothing was found', async () => {
      const { json } = await test({ raw_output: 'nothing', template: 'cisco_ios_show_ip_interface_brief' });
      expect(json._metadata.note).toMatch(/found no record/);
    });

    it('says which function failed on which data', async () => {
      await store('addresses', 'ip {{ address | to_ip }}\n');
      const { status, json } = await test({ raw_output: 'ip nowhere', template: 'addresses' });
      expect([status, json.detail]).toEqual([422, expect.stringContaining('"nowhere" is no IPv4 address')]);
    });

    it('costs its caller an error when a template never ends, and nobody else', async () => {
      const stored = await store('endless', 'a {{ b | re("(x+x+)+(x+x+)+(x+x+)+\\\\4y") }}\n');
      expect(stored.json).toMatchObject({ created: true });
      const endless = test({ raw_output: `a ${'x'.repeat(4_000)}`, template: 'endless' });
      const other = await test({ raw_output: 'nothing', template: 'cisco_ios_show_ip_interface_brief' });
      expect(other.status).toBe(200);
      const { status, json } = await endless;
      if (status !== 200) expect(json.detail).toMatch(/did not finish with this output within 10000 ms/);
    });
  });

  describe('with the installed pack', () => {
    beforeAll(async () => {
      await writeFile(join(directory, 'early.txt'), '<extend template="ttp://misc/acme/uptime.txt"/>');
      const archive = join(root, 'pack.tar.gz');
      await writeFile(archive, await archiveOf(PACK));
      const lines: string[] = [];
      const environment = { packDirectory: () => join(root, 'packs'), print: (line: string) => lines.push(line) };
      expect(await runTemplates(['install', 'ttp_templates', '--from', archive], environment)).toBe(0);
      expect(lines).toEqual([expect.stringContaining('"tidy"'), expect.stringContaining('4 templates')]);
      expect(await runTemplates(['verify'], environment)).toBe(0);
      await eventually(async () => (await listing()).ttp_templates?.length === 4);
    });

    it('lists templates by source, those of get and misc with their folders', async () => {
      expect((await listing()).ttp_templates).toEqual([
        'cisco_ios_show_inventory.txt',
        'cisco_ios_show_running_config_pipe_section_interface.txt',
        'get/interfaces.txt',
        'misc/acme/uptime.txt',
      ]);
      const { json } = await tom.client.get(`/api/templates/ttp/${encodeURIComponent('misc/acme/uptime')}`);
      expect(json).toMatchObject({ name: 'misc/acme/uptime.txt', source: 'ttp_templates' });
    });

    it.each(['show running-config | section interface', 'show running-config|section interface'])(
      'chooses the template of %j',
      async (command) => {
        const { json } = await test({ raw_output: INTERFACES, device_type: 'cisco_xe', command });
        expect(json).toEqual({
          parsed: RECORDS,
          _metadata: {
            template_source: 'ttp_templates',
            template_name: 'cisco_ios_show_running_config_pipe_section_interface.txt',
          },
        });
      },
    );

    it('follows what templates extend', async () => {
      const { json } = await test({ raw_output: INTERFACES, template: 'get/interfaces' });
      expect(json.parsed).toEqual(RECORDS);
    });

    it("gives its templates to those of one's own, also to such as were there before", async () => {
      await eventually(async () => (await test({ raw_output: 'up 3 days', template: 'early' })).status === 200);
      const { json } = await test({ raw_output: 'up 3 days', template: 'early' });
      expect(JSON.stringify(json.parsed)).toContain('{"days":3}');
    });

    it('answers 422 every time for a template with a macro, naming the function to register', async () => {
      for (const attempt of [1, 2]) {
        const { status, json } = await test({ raw_output: 'x', device_type: 'cisco_ios', command: 'show inventory' });
        expect([attempt, status, json.detail]).toEqual([
          attempt,
          422,
          expect.stringContaining('register a function named "tidy" in a plugin'),
        ]);
      }
    });
  });
});
