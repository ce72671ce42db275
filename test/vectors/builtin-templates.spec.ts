import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { hostname, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseToTable } from '../../src/modules/parsing/textfsm/parse-to-table.js';
import { TemplateIndex } from '../../src/modules/parsing/textfsm/template-index.js';
import { TextFsmTemplate } from '../../src/modules/parsing/textfsm/textfsm-template.js';
import { describeWith, findProgram } from '../support/requirements.js';
import { describeWithVectors, readVectors } from '../support/vectors.js';

type Records = Record<string, unknown>[];

interface Case {
  readonly id: string;
  readonly platform: string;
  readonly command: string;
  readonly raw: string;
  readonly expected: Records;
}

const FOLDER = join(import.meta.dirname, '../../src/modules/parsing/templates/builtin');
const SAMPLES = join(import.meta.dirname, 'builtin-samples');
const CASES = 'vectors/textfsm/cases.public.jsonl.gz';

/** Between the output and the expected rows of a sample file. */
const ROWS_MARK = '\n=== rows\n';

const index = TemplateIndex.parse(readFileSync(join(FOLDER, 'index'), 'utf8'));

function templateOf(platform: string, command: string): string | undefined {
  return index.find({ Platform: platform, Command: command })?.templates.join(':');
}

function parse(template: string, output: string): Records {
  const text = readFileSync(join(FOLDER, template), 'utf8');
  return parseToTable([TextFsmTemplate.compile(text)], output).toRecords();
}

describe('the built-in templates', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.textfsm'));

  it('are all in the index, and the index names no other', () => {
    const indexed = index.rows.flatMap(({ templates }) => templates);
    expect([...indexed].sort()).toEqual([...files].sort());
  });

  it('are in the index under the platform they are named after', () => {
    const strangers = index.rows.filter(
      ({ cells, templates }) => !templates.every((file) => file.startsWith(`${cells.get('Platform') ?? ''}_`)),
    );
    expect(strangers.map(({ templates }) => templates)).toEqual([]);
  });

  it.each([
    ['cisco_ios', 'sh ver', 'cisco_ios_show_version.textfsm'],
    ['cisco_ios', 'sh ip int br', 'cisco_ios_show_ip_interface_brief.textfsm'],
    ['cisco_ios', 'show interfaces GigabitEthernet 1/0/1', 'cisco_ios_show_interfaces.textfsm'],
    ['cisco_ios', 'show int gi1/0/1 status', 'cisco_ios_show_interfaces_status.textfsm'],
    ['cisco_ios', 'show lldp neighbors gi1/0/1 detail', 'cisco_ios_show_lldp_neighbors_detail.textfsm'],
    ['cisco_ios', 'show mac address-table vlan 10', 'cisco_ios_show_mac-address-table.textfsm'],
    ['cisco_nxos', 'sh ip bgp sum vrf all', 'cisco_nxos_show_ip_bgp_summary_vrf.textfsm'],
    ['cisco_xr', 'show route vrf blue', 'cisco_xr_show_ip_route.textfsm'],
    ['juniper_junos', 'show interfaces terse | no-more', 'juniper_junos_show_interfaces_terse.textfsm'],
    ['linux', 'ip a', 'linux_ip_address_show.textfsm'],
  ])('reads %s "%s" with %s', (platform, command, template) => {
    expect(templateOf(platform, command)).toBe(template);
  });

  it.each([
    ['cisco_ios', 'show interfaces counters errors'],
    ['cisco_ios', 'show ip route summary'],
    ['cisco_ios', 'show ip arp inspection'],
    ['cisco_ios', 'show mac address-table count'],
    ['cisco_ios', 'show usb devices'],
    ['cisco_xr', 'show route-policy'],
    ['linux', 'ps -ef'],
  ])('leaves %s "%s" alone', (platform, command) => {
    expect(templateOf(platform, command)).toBeUndefined();
  });

  it.each(readdirSync(SAMPLES))('reads the sample %s', (file) => {
    const [output = '', rows = ''] = readFileSync(join(SAMPLES, file), 'utf8').split(ROWS_MARK);
    const expected = rows.trim().split('\n');
    const records = parse(file.replace(/\.txt$/, '.textfsm'), output);
    expect(records.map((record) => JSON.stringify(record))).toEqual(expected);
  });
});

describeWithVectors([CASES], 'the built-in templates on the recorded outputs', () => {
  const casesByTemplate = new Map(index.rows.map(({ templates }) => [templates.join(':'), [] as Case[]]));
  for (const recorded of readVectors<Case>(CASES)) {
    casesByTemplate.get(templateOf(recorded.platform, recorded.command) ?? '')?.push(recorded);
  }
  const passed = new Map<string, number>();

  for (const [template, cases] of [...casesByTemplate].filter(([, { length }]) => length > 0)) {
    it(`${template} gives the recorded rows (outputs: ${cases.length})`, () => {
      const wrong = cases.filter(
        ({ raw, expected }) => JSON.stringify(parse(template, raw)) !== JSON.stringify(expected),
      );
      passed.set(template, cases.length - wrong.length);
      expect(wrong.map(({ id }) => id)).toEqual([]);
    });
  }

  afterAll(() => {
    const lines = [...casesByTemplate].map(([template, { length }]) => {
      const result = length === 0 ? 'none recorded' : `${passed.get(template) ?? 0} of ${length}`;
      return `${template.padEnd(60)} ${result}\n`;
    });
    process.stdout.write(lines.join(''));
  });
});

describeWith(['ip', 'ss', 'ps', 'df', 'free', 'uname'], "the built-in templates on this system's own output", () => {
  let server: Server;

  function outputOf(command: string): string {
    const [program = '', ...args] = command.split(' ');
    return execFileSync(findProgram(program) ?? program, args, { encoding: 'utf8', env: { LC_ALL: 'C' } });
  }

  function run(command: string): Records {
    return parse(templateOf('linux', command) ?? '', outputOf(command));
  }

  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  it('finds the loopback addresses', () => {
    const loopback = { interface: 'lo', type: 'loopback' };
    expect(run('ip address show')).toContainEqual(
      expect.objectContaining({ ...loopback, ip_addresses: expect.arrayContaining(['127.0.0.1']) }),
    );
    expect(run('ip link')).toContainEqual(expect.objectContaining(loopback));
  });

  it.each(['ip route', 'ip neigh'])('finds every entry with %s', (command) => {
    const output = outputOf(command);
    expect(parse(templateOf('linux', command) ?? '', output)).toHaveLength(output.match(/\sdev\s/g)?.length ?? 0);
  });

  it('finds a listening port', () => {
    const { port } = server.address() as AddressInfo;
    expect(run('ss -tln')).toContainEqual(
      expect.objectContaining({ state: 'LISTEN', local_address: '127.0.0.1', local_port: String(port) }),
    );
  });

  it('finds the running process', () => {
    expect(run('ps aux')).toContainEqual(expect.objectContaining({ pid: String(process.pid) }));
  });

  it.each(['df', 'df -h'])('finds the root file system with %s', (command) => {
    expect(run(command)).toContainEqual(
      expect.objectContaining({ mounted_on: '/', use_percent: expect.stringMatching(/^\d+%$/) }),
    );
  });

  it('finds the kernel and the memory', () => {
    expect(run('uname -a')).toEqual([
      expect.objectContaining({ kernel_name: 'Linux', hostname: hostname(), kernel_release: release() }),
    ]);
    expect(run('free -m').map(({ type }) => type)).toEqual(['Mem', 'Swap']);
    expect(Number(run('free -m')[0]?.total)).toBeCloseTo(totalmem() / 1024 ** 2, -1);
  });
});
