import { describeWithVectors, readVectors } from '../../../../test/support/vectors.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { DetectionClues } from './detection-clues.js';

const OUTPUTS = 'vectors/textfsm/cases.public.jsonl.gz';

async function cluesOfAll(registry = new PlatformRegistry()): Promise<DetectionClues> {
  await registry.onModuleInit();
  return new DetectionClues(registry.clues());
}

describe('DetectionClues', () => {
  let clues: DetectionClues;

  beforeAll(async () => {
    clues = await cluesOfAll();
  });

  const platformsBy = (command: string, output: string) =>
    clues.byOutput(command, output).map(({ platform }) => platform);

  it('asks first what tells most platforms', () => {
    expect(clues.commands[0]).toBe('show version');
    expect(new Set(clues.commands).size).toBe(clues.commands.length);
  });

  it.each([
    ['CISCO_WLC', ['cisco_wlc']],
    ['ROSSSH', ['mikrotik_routeros']],
    ['Comware-7.1.064', ['hp_comware']],
    ['OpenSSH_9.2p1 Debian-2', []],
    ['Cisco-1.25', []],
  ])('knows an SSH server that calls itself %s', (version, platforms) => {
    expect(clues.bySshVersion(version).map(({ platform }) => platform)).toEqual(platforms);
  });

  it.each([
    ['show version', 'Cisco IOS Software, C2960 Software, Version 12.2(55)SE', 'cisco_ios'],
    ['show version', 'Cisco IOS XE Software, Version 17.03.04', 'cisco_ios'],
    ['show version', 'IOS (tm) C2600 Software (C2600-I-M), Version 12.2(8)T', 'cisco_ios'],
    ['show version', 'Cisco IOS XR Software, Version 7.3.2', 'cisco_xr'],
    ['show version', 'Cisco Nexus Operating System (NX-OS) Software', 'cisco_nxos'],
    ['show version', 'Cisco Adaptive Security Appliance Software Version 9.12(4)', 'cisco_asa'],
    ['show version', ' Arista DCS-7150S-64-CL-F\nHardware version: 01.01', 'arista_eos'],
    ['show version', 'Hostname: r1\nModel: mx480\nJunos: 20.4R3-S1.3', 'juniper_junos'],
    ['show version', 'TiMOS-B-22.10.R1 both/x86_64 Nokia 7750 SR', 'nokia_sros'],
    ['show version', 'Version:          VyOS 1.3.0', 'vyos'],
    ['display version', 'Huawei Versatile Routing Platform Software\nVRP (R) software, Version 5.170', 'huawei'],
    ['display version', 'H3C Comware Software, Version 7.1.045', 'hp_comware'],
    ['get system status', 'Version: FortiGate-60E v7.0.5,build0304', 'fortinet'],
    ['show system info', 'hostname: fw1\nmodel: PA-220', 'paloalto_panos'],
    ['uname -a', 'Linux host1 6.1.0-18-amd64 #1 SMP Debian x86_64 GNU/Linux', 'linux'],
    ['uname -a', 'Linux cumulus 4.19.0-cl-1-amd64 #1 SMP', 'cumulus_linux'],
  ])('knows by "%s" that shows "%s" that it is %s', (command, output, platform) => {
    expect(platformsBy(command, output)).toEqual([platform]);
  });

  it('tells by which line it knows', () => {
    const output = '\nCisco IOS Software, C2960 Software, Version 12.2(55)SE\nTechnical Support';
    expect(clues.byOutput('show version', output)).toEqual([
      { platform: 'cisco_ios', evidence: 'Cisco IOS Software, C2960 Software, Version 12.2(55)SE' },
    ]);
  });

  it.each([
    ['show version', "% Invalid input detected at '^' marker."],
    ['show version', 'bash: show: command not found'],
    ['uname -a', 'bash: uname: command not found'],
  ])('knows nothing by "%s" that shows "%s"', (command, output) => {
    expect(platformsBy(command, output)).toEqual([]);
  });

  describeWithVectors([OUTPUTS], 'on outputs of real devices', () => {
    it('never takes one platform for another', async () => {
      const registry = new PlatformRegistry();
      const all = await cluesOfAll(registry);
      const wrong: string[] = [];
      let recognised = 0;
      for (const { platform, command, raw } of readVectors<{ platform: string; command: string; raw: string }>(
        OUTPUTS,
      )) {
        const found = all.byOutput(command, raw).map((one) => one.platform);
        recognised += found.length;
        const others = found.filter((name) => name !== canonicalName(registry, platform));
        if (others.length > 0) wrong.push(`${platform}: ${others.join()}`);
      }
      expect(wrong).toEqual([]);
      expect(recognised).toBeGreaterThan(50);
    });
  });
});

/** The names of the public templates, and those that Tom has another name for. */
function canonicalName(registry: PlatformRegistry, name: string): string {
  const others: Readonly<Record<string, string>> = { cisco_wlc_ssh: 'cisco_wlc', brocade_fastiron: 'ruckus_fastiron' };
  try {
    return registry.resolve(others[name] ?? name).name;
  } catch {
    return name;
  }
}
