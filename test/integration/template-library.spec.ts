import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTemplates } from '../../src/modules/parsing/library/templates-command.js';
import { textFsmLibrary, type TextFsmLibrary } from '../../src/modules/parsing/library/textfsm-library.js';
import { describeWithVectors, readVectors, sharedFile } from '../support/vectors.js';

interface Case {
  readonly id: string;
  readonly platform: string;
  readonly command: string;
  readonly template: string;
}

const PACK = 'packs/ntc-templates-public.tar.gz';
const CASES = 'vectors/textfsm/cases.public.jsonl.gz';

describeWithVectors([PACK, CASES], 'the template library with the public pack', () => {
  let root: string;
  let parts: TextFsmLibrary;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'tom-library-'));
    const packDirectory = join(root, 'packs');
    const environment = { packDirectory: () => packDirectory, print: () => undefined };
    await runTemplates(['install', 'ntc', '--from', sharedFile(PACK)], environment);
    parts = textFsmLibrary({ customDirectory: join(root, 'custom'), packDirectory });
    await parts.library.start();
  });

  afterAll(async () => {
    await parts.library.stop();
    rmSync(root, { recursive: true });
  });

  it('finds the template of every recorded command', () => {
    const wrong = readVectors<Case>(CASES).filter(
      ({ platform, command, template }) =>
        parts.library.resolve({ driver: platform, command, source: 'ntc' }).name !== template,
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it.each([
    ['cisco_iosxe', 'show version', 'cisco_ios_show_version.textfsm'],
    ['cisco_xe', 'show version', 'cisco_ios_show_version.textfsm'],
    ['cisco_iosxr', 'show version', 'cisco_xr_show_version.textfsm'],
    ['cisco_nxos_ssh', 'show version', 'cisco_nxos_show_version.textfsm'],
    ['juniper', 'show version', 'juniper_junos_show_version.textfsm'],
    ['fortinet_fortios', 'get system status', 'fortinet_get_system_status.textfsm'],
    ['vyos', 'show ip bgp summary', 'vyatta_vyos_show_ip_bgp_summary.textfsm'],
  ])('reads %s "%s" with %s', (driver, command, template) => {
    expect(parts.library.resolve({ driver, command }).name).toBe(template);
  });
});
