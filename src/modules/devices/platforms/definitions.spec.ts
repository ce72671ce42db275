import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CliDialogue } from '../../../../test/support/cli-dialogue.js';
import { findRejection } from '../cli/rejection.js';
import { PlatformRegistry } from './platform-registry.js';
import type { Platform, PlatformDialogue } from './platform.types.js';

/** Prompts of platforms that do not write `host>` and `host#`. */
const PROMPTS: Readonly<Record<string, readonly string[]>> = {
  a10: ['acos1>', 'acos1-Active-vMaster[1/1](NOLICENSE)#', 'acos1-Active(config)#'],
  accedian: ['metronid: ', 'metronid#'],
  adva_fsp150f2: ['adva1-->', 'adva1:network-element-1-->'],
  adva_fsp150f3: ['adva1-->', 'adva1:network-element-1-->'],
  aethra_atosnt: ['admin@atos>>'],
  alaxala_ax36s: ['!switch1> ', 'switch1# '],
  alcatel_aos: ['-> ', 'omni1->', 'omni1> '],
  arista_eos: ['eos1>', 'eos1#', 'eos1(s1)(config-if-Et1)#', '[admin@eos1 ~]$ '],
  aruba_os: [
    '(wlc1) >',
    '(wlc1) #',
    '(wlc1) *#',
    '(wlc1) [mynode] #',
    '(wlc1) (config) #',
    '(wlc1) ^*[mynode] (config) #',
  ],
  asterfusion_asternos: ['admin@leaf1:~$ ', 'leaf1# '],
  audiocode_66: ['Mediant 800B> ', 'Mediant 800B*#', 'Mediant 800B(config-system)# '],
  audiocode_72: ['Mediant 800B> ', 'Mediant 800B*#', 'Mediant 800B(config-system)# '],
  audiocode_shell: ['/>', '/CONFiguration>'],
  bintec_boss: ['router1:> '],
  broadcom_icos: ['(ICOS) >', '(ICOS) #', '(ICOS) (Config)#'],
  brocade_fos: ['switch1:admin> ', 'switch1:FID128:admin> '],
  checkpoint_gaia: ['gw1> ', 'gw1:0> ', '[Expert@gw1:0]# '],
  cisco_apic: ['apic1# ', 'admin@apic1:~$ '],
  cisco_asa: ['asa1> ', 'asa1# ', 'asa1/ctx/pri/act# ', 'asa1(config)# '],
  cisco_ftd: ['> ', 'firepower# ', 'admin@ftd1:~$ ', 'root@ftd1:~# '],
  cisco_nxos: ['nx1#', 'nx1(maint-mode)# ', 'nx1(config-if)# '],
  cisco_tp: [],
  cisco_wlc: ['(Cisco Controller) >', '(Cisco Controller) config>'],
  cisco_xr: ['RP/0/RSP0/CPU0:core1#', 'RP/0/RP0/CPU0:core1(config-if)#', 'RP/0/RSP0/CPU0:core1(admin)#'],
  ciena_saos: ['saos1> ', 'saos1*> '],
  ciena_waveserver: ['wave1> ', 'wave1*> '],
  coriant: ['coriant1:', 'coriant1> '],
  corelight_linux: ['admin@sensor1:~$ '],
  cumulus_linux: ['cumulus@leaf1:mgmt:~$ ', 'root@leaf1:mgmt:~# '],
  cumulus_vtysh: ['cumulus@leaf1:mgmt:~$ ', 'leaf1# ', 'leaf1(config)# '],
  dell_isilon: ['isilon-1% ', 'isilon-1# '],
  dell_os6: ['console>', 'console#', 'console(config)#'],
  dell_sonic: ['admin@leaf1:~$ ', 'leaf1# ', 'leaf1(config)# '],
  dlink_ds: ['DGS-3627:admin#', 'DGS-3627:user#', 'DGS-1210-28> '],
  edgecore_sonic: ['admin@leaf1:~$ '],
  endace: ['probe1 > ', 'probe1 # ', 'probe1 (config) # '],
  enterasys: ['B3(su)->', 'B3(rw)->'],
  ericsson_ipos: ['[local]pe1>', '[local]pe1#', '[local]pe1(config)#'],
  extreme_ers: ['ERS4850>', 'ERS4850#', 'ERS4850(config)#'],
  extreme_exos: ['edge1.12 > ', '* edge1.12 # ', '* Slot-1 edge1.3 # ', '! * (vr-mgmt) edge1.4 # '],
  extreme_vsp: ['VSP-8284:1>', 'VSP-8284:1#', 'VSP-8284:1(config)#'],
  f5_linux: ['[root@bigip1:Active:Standalone] config # '],
  f5_tmsh: [
    'admin@(bigip1)(cfg-sync Standalone)(Active)(/Common)(tmos)# ',
    'admin@(bigip1)(cfg-sync In Sync)(Standby)(/Common)(tmos.ltm)# ',
    '[root@bigip1:Active:Standalone] config # ',
  ],
  flexvnf: ['admin@branch1-cli> ', 'admin@branch1-cli(config)% ', '[admin@branch1: ~] $ '],
  fortinet: ['fgt1 # ', 'fgt1 $ ', 'fgt1 (global) # ', 'fgt1 (root) # '],
  fortinet_wlc: ['meru1(15)# ', 'meru1(15)(config)# '],
  generic: ['router1>', 'user@host:~$ ', '<core>'],
  hp_comware: ['<core1>', '[core1]', 'RBM_P<fw1>', '[core1-GigabitEthernet1/0/1]', '<core-sw1>', '[core-sw1-Vlanif10]'],
  hp_procurve: ['HP-2920-24G> ', 'ProCurve Switch 2824# ', 'HP-2920-24G(config)# '],
  huawei: ['<core1>', 'HRP_M<fw1>', '[core1]', '[~core1]', '[*core1-ui-vty0-4]'],
  huawei_smartax: ['MA5800>', 'MA5800#', 'MA5800(config-if-gpon-0/1)#', 'MA5800(diagnose)%%'],
  huawei_smartaxmmi: ['MA5800>', 'MA5800#'],
  huawei_vrpv8: ['<core1>', '[~core1]', '[*core1]'],
  juniper_junos: ['admin@mx1> ', 'admin@mx1# ', 'root@mx1:~ # ', 'root@mx1% ', '% '],
  juniper_screenos: ['ssg5-> ', 'ns5gt-ha(M)-> ', 'ssg5(trust-vr)->'],
  keymile: ['/> ', '/unit-11> '],
  linux: ['user@host:~$ ', '[root@host ~]# ', '# ', '$ '],
  mellanox_mlnxos: ['sw1 > ', 'sw1 [standalone: master] # ', 'sw1 [standalone: master] (config) # '],
  mikrotik_routeros: ['[admin@MikroTik] > ', '[admin@core 1] /ip/address> ', '[admin@MikroTik] <SAFE> '],
  mikrotik_switchos: ['[admin@MikroTik] > '],
  mrv_lx: ['InReach:0 >', 'InReach:0 >>', 'Config:0 >>'],
  netapp_cdot: ['cluster1::> ', 'cluster1::*> ', 'cluster1::storage aggregate> '],
  netgear_prosafe: ['(M4300-24X) >', '(M4300-24X) #', '(M4300-24X) (Config)#'],
  netscaler: ['> ', 'adc1> ', 'root@adc1# '],
  nokia_srl: ['A:leaf1# ', 'B:admin@leaf1# ', 'linuxadmin@leaf1:~$ '],
  nokia_sros: ['A:pe1# ', '*A:pe1# ', 'A:admin@pe1# ', '*A:pe1>config>router# ', 'A:pe1>config$ '],
  nokia_sros_classic_aram: ['leg:isadmin># ', 'typ:isadmin>configure># ', 'olt1>#'],
  ovs_linux: ['root@host:~# '],
  paloalto_panos: ['admin@pa1> ', 'admin@pa1(active)> ', 'admin@pa1(passive)# '],
  pluribus: ['CLI (admin@leaf1) > '],
  quanta_mesh: ['(LB9) >', '(LB9) #', '(LB9) (Config)#'],
  rad_etx: ['ETX-2> ', 'ETX-2# ', 'ETX-2>config>port# ', '*ETX-2>config# '],
  silverpeak_vxoa: ['edge1 > ', 'edge1 # ', 'edge1 (config) # '],
  sixwind_os: ['vrouter> ', 'vrouter running config# ', 'vrouter running vrf main# '],
  sophos_sfos: ['Select Menu Number [0-7]: ', 'console> ', 'SFVH_SO01_SFOS 18.0.1 # '],
  teldat_cit: ['teldat1 *', '+', 'Config>', 'Config$', 'teldat1 IP config>'],
  ubiquiti_edgerouter: ['ubnt@edge1:~$ ', 'ubnt@edge1# '],
  ubiquiti_edgeswitch: ['(UBNT EdgeSwitch) >', '(UBNT EdgeSwitch) #', '(UBNT EdgeSwitch) (Config)#'],
  ubiquiti_unifiswitch: ['US-24-US.v5.43# ', '(UBNT) >', '(UBNT) #'],
  vertiv_mph: ['cli->'],
  vyos: ['vyos@edge1:~$ ', 'vyos@edge1# ', 'vyos@edge1> '],
  yamaha: ['> ', '# ', 'RTX1220> '],
  cdot_cros: ['cros1# ', 'cros1(config)# '],
  zyxel_dslam: ['dslam1> ', 'dslam1#'],
};

const DEFAULT_PROMPTS = ['router-1>', 'router-1#'];

const PLAIN_LINES = [
  '',
  'GigabitEthernet0/1 is up, line protocol is up',
  '  Total: 12 entries',
  'Vlan 10 "users" active',
];

/** Commands that enter a configuration mode, or alter what is not of the session alone. */
const CHANGES =
  /^(?:conf|config|configure|system-view|edit|enter|set -priv|svintr|modify|delete|save|write|copy|commit)\b/;

/** Platforms that take no configuration at their command line, or none that Tom could type. */
const NOT_CONFIGURED = ['autodetect', 'cisco_ftd', 'cisco_tp', 'generic', 'sophos_sfos', 'teldat_cit'];

const registry = new PlatformRegistry();
const names = readdirSync(join(import.meta.dirname, 'definitions'))
  .map((file) => file.replace('.yaml', ''))
  .filter((name) => !name.endsWith('_like'));

beforeAll(() => registry.onModuleInit());

function levelOf(line: string, { privilegeLevels }: Platform): string | undefined {
  return privilegeLevels.find(({ prompt }) => prompt.test(line.trimEnd()))?.name;
}

function expressionsOf(platform: Platform): RegExp[] {
  return [
    ...platform.privilegeLevels.map(({ prompt }) => prompt),
    ...platform.pagers.map(({ pattern }) => pattern),
    ...platform.errorPatterns.map(({ pattern }) => pattern),
    ...platform.questions,
    ...configurationExpressions(platform),
    ...platform.statelessCommands,
    ...platform.promptChangingCommands,
    ...[platform.logLine, platform.promptContext, platform.entry?.prompt].filter((one) => one instanceof RegExp),
  ];
}

function dialogueExpressions(dialogue: PlatformDialogue | null): (RegExp | null)[] {
  if (dialogue === null) return [];
  return [dialogue.success, dialogue.failure, ...dialogue.answers.map(({ pattern }) => pattern)];
}

function configurationExpressions({ enable, configuration, save }: Platform): RegExp[] {
  const { withCandidate, withRollback, withTimer } = configuration ?? {};
  const modes = [configuration, withCandidate, withRollback, withTimer].flatMap((mode) => mode ?? []);
  const dialogues = modes.flatMap(({ prepare, enter, commit, confirm, discard, diff, leave }) => [
    ...[prepare, enter, commit, confirm, diff],
    ...discard,
    ...leave,
  ]);
  const all = [
    ...[...dialogues, save, enable?.leave ?? null].flatMap(dialogueExpressions),
    ...(configuration?.textBlocks ?? []).map(({ start }) => start),
    ...(enable === null ? [] : [enable.username, enable.password, enable.asksAgain]),
  ];
  return all.filter((one) => one !== null);
}

describe.each(names)('%s', (name) => {
  const prompts = PROMPTS[name] ?? DEFAULT_PROMPTS;

  it('knows its prompts', () => {
    expect(prompts.filter((prompt) => levelOf(prompt, registry.resolve(name)) === undefined)).toEqual([]);
  });

  it('takes no line of output for a prompt', () => {
    expect(PLAIN_LINES.filter((line) => levelOf(line, registry.resolve(name)) !== undefined)).toEqual([]);
  });

  it('gives the output of a command at each prompt', async () => {
    for (const prompt of prompts) {
      const dialogue = await CliDialogue.at(prompt, { driver: name });
      dialogue.send('show version');
      expect(dialogue.typed).toBe(`show version${registry.resolve(name).lineEnding}`);
      dialogue.device(`show version\r\nVersion 1.2\r\n${prompt}`).wait(2000);
      expect(dialogue.outcome).toMatchObject({ output: 'Version 1.2', rejection: null });
    }
  });

  it.each(['Command authorization failed.', "% Authorization denied for command 'show version'"])(
    'tells a command that is not authorised from one that is wrong, by "%s"',
    (line) => {
      const { errorPatterns } = registry.resolve(name);
      expect(findRejection(`${line}\n`, errorPatterns)).toEqual({ reason: 'not_authorised', line });
    },
  );

  it('is prepared without a command that changes the device', () => {
    const { widthCommands, pagingCommands, autoChangeCommands } = registry.resolve(name);
    const typed = [...widthCommands, ...pagingCommands];
    expect(typed.filter((command) => CHANGES.test(command))).toEqual([]);
    expect(typed.filter((command) => autoChangeCommands.includes(command))).toEqual([]);
  });

  it('knows how to be configured, or that it cannot be', () => {
    const { configuration } = registry.resolve(name);
    expect(configuration === null).toBe(NOT_CONFIGURED.includes(name));
    const { enter = null, leave = [] } = configuration ?? {};
    expect(enter === null || leave.length > 0).toBe(true);
  });

  it(name === 'autodetect' ? 'never stays warm' : 'stays warm after a command that reads', () => {
    const { isShell, statelessCommands } = registry.resolve(name);
    const reads = [
      'show version',
      'display version',
      'get system status',
      'xstatus',
      'switchshow',
      '/interface print',
      'vlan-show',
    ];
    const staysWarm = isShell || reads.some((command) => statelessCommands.some((one) => one.test(command)));
    expect(staysWarm).toBe(name !== 'autodetect');
  });
});

describe('the expressions of all platforms', () => {
  const expressions = () => [...new Set(registry.list().flatMap(expressionsOf))];

  it.each(['a', 'a-', 'a.', 'a b ', ' ', '(a)', '[a] ', 'a@', '-- ', '<', '1', '\n', 'a:'])(
    'are done with %j many times over',
    (piece) => {
      const line = piece.repeat(5000 / piece.length);
      for (const expression of expressions()) expect(typeof expression.test(`${line}\t`)).toBe('boolean');
    },
  );

  it('repeat nothing without bound that is repeated without bound', () => {
    const nested = /\((?:[^()\\]|\\.)*(?<!\\)[*+](?:[^()\\]|\\.)*\)[*+]/;
    expect(expressions().filter(({ source }) => nested.test(source.replace(/\[(?:[^\]\\]|\\.)+\]/g, 'x')))).toEqual([]);
  });
});
