import { pushConfigs as push, type ConfigPushScript } from '../../../../test/support/config-push.js';

describe('configuration of Junos', () => {
  const junos = {
    driver: 'juniper_junos',
    prompt: 'admin@mx1> ',
    script: {
      'configure exclusive':
        'warning: uncommitted changes will be discarded on exit\r\nEntering configuration mode\r\n\r\n[edit]\r\nadmin@mx1# ',
      commit: 'commit complete\r\n\r\n[edit]\r\nadmin@mx1# ',
      'rollback 0': 'load complete\r\n\r\n[edit]\r\nadmin@mx1# ',
      'exit configuration-mode': 'Exiting configuration mode\r\n\r\nadmin@mx1> ',
      bad: '                  ^\r\nsyntax error.\r\n\r\n[edit]\r\nadmin@mx1# ',
      else: '\r\n[edit]\r\nadmin@mx1# ',
    },
  };

  it('is committed', async () => {
    const reply = await push({ ...junos, lines: ['set system host-name mx1'], options: { save: true } });
    expect(reply.outcome).toBe('applied');
    expect(reply.typed).toEqual([
      'configure exclusive',
      'set system host-name mx1',
      'commit',
      'exit configuration-mode',
    ]);
  });

  it('is thrown away when a line is refused', async () => {
    const reply = await push({ ...junos, lines: ['bad', 'set x'] });
    expect(reply.outcome).toBe('rejected');
    expect(reply.typed).toEqual(['configure exclusive', 'bad', 'rollback 0', 'exit configuration-mode']);
  });

  it('is thrown away when the commit fails, which is told in its words', async () => {
    const commit = 'error: configuration check-out failed\r\n\r\n[edit]\r\nadmin@mx1# ';
    const reply = await push({ ...junos, script: { ...junos.script, commit }, lines: ['set x'] });
    expect(reply.outcome).toBe('rejected');
    expect(reply.lines.at(-1)).toMatchObject({
      line: 'commit',
      rejection: { line: 'error: configuration check-out failed' },
    });
    expect(reply.typed).toEqual(['configure exclusive', 'set x', 'commit', 'rollback 0', 'exit configuration-mode']);
  });

  it('is told of when the device does not throw it away', async () => {
    const script = { ...junos.script, 'rollback 0': 'error: permission denied: rollback\r\n\r\n[edit]\r\nadmin@mx1# ' };
    const reply = await push({ ...junos, script, lines: ['set x'], options: { dryRun: true } });
    expect(reply.outcome).toBe('rejected');
    expect(reply.lines.at(-1)).toMatchObject({
      line: 'rollback 0',
      rejection: { line: 'error: permission denied: rollback' },
    });
    expect(reply.typed.at(-1)).toBe('exit configuration-mode');
  });

  it('is tried and thrown away where no commit is wanted', async () => {
    const reply = await push({ ...junos, lines: ['set x'], options: { commit: false } });
    expect(reply.outcome).toBe('not_committed');
    expect(reply.typed).toEqual(['configure exclusive', 'set x', 'rollback 0', 'exit configuration-mode']);
  });

  it('is refused where somebody else has changes that are not committed', async () => {
    const script = { 'configure exclusive': 'error: configuration database modified\r\n\r\nadmin@mx1> ' };
    await expect(push({ ...junos, script, lines: ['set x'] })).rejects.toThrow(
      'the device said "error: configuration database modified"; nothing was changed',
    );
  });
});

describe('configuration of IOS XR', () => {
  const xr = {
    driver: 'cisco_xr',
    prompt: 'RP/0/RP0/CPU0:xr1#',
    script: {
      'configure terminal': 'RP/0/RP0/CPU0:xr1(config)#',
      abort: 'RP/0/RP0/CPU0:xr1#',
      end: 'RP/0/RP0/CPU0:xr1#',
      else: 'RP/0/RP0/CPU0:xr1(config)#',
    },
  };

  it('is committed', async () => {
    const reply = await push({ ...xr, lines: ['hostname xr1'] });
    expect(reply.outcome).toBe('applied');
    expect(reply.typed).toEqual(['configure terminal', 'hostname xr1', 'commit', 'end']);
  });

  it('is not committed over the changes of others', async () => {
    const commit =
      'One or more commits have occurred from other configuration sessions since this session started.\r\n' +
      'Do you wish to proceed with this commit anyway? [no]: ';
    const reply = await push({
      ...xr,
      script: { ...xr.script, commit, no: 'RP/0/RP0/CPU0:xr1(config)#' },
      lines: ['hostname xr1'],
    });
    expect(reply.outcome).toBe('rejected');
    expect(reply.typed).toEqual(['configure terminal', 'hostname xr1', 'commit', 'no', 'abort']);
  });
});

describe('a dry run on NX-OS', () => {
  const nxos = {
    driver: 'cisco_nxos',
    prompt: 'nx1#',
    script: {
      'configure terminal': 'Enter configuration commands, one per line. End with CNTL/Z.\r\nnx1(config)#',
      'hostname nx2': 'nx2(config)#',
      bad: "            ^\r\n% Invalid command at '^' marker.\r\nnx1(config)#",
      end: 'nx1#',
    },
    lines: ['vlan 7'],
    options: { dryRun: true, transcriptForm: 'lines' },
  } as const;
  const named = (typed: readonly string[]): string[] => typed.map((line) => line.replace(/tom-[0-9a-f]{8}/, 'NAME'));
  const rolledBack = (text: string) => ({
    match: /^rollback/,
    text: `Executing Rollback Patch\r\n${text}\r\n\r\nnx1#`,
  });

  it.each([
    [['vlan 7'], 'not_committed', ['show diff rollback-patch checkpoint NAME running-config', 'end']],
    [['bad', 'vlan 7'], 'rejected', ['end']],
  ] as const)('puts %j in force and takes it back: %s', async (lines, outcome, typed) => {
    const reply = await push({ ...nxos, lines, patterns: [rolledBack('Rollback completed successfully.')] });
    expect(reply.outcome).toBe(outcome);
    expect(named(reply.typed)).toEqual([
      'checkpoint NAME',
      'configure terminal',
      lines[0],
      ...typed,
      'rollback running-config checkpoint NAME atomic',
      'no checkpoint NAME',
    ]);
  });

  it('tells when they could not be taken back, and keeps the checkpoint', async () => {
    const reply = await push({ ...nxos, patterns: [rolledBack('Rollback Failed')] });
    expect(reply.outcome).toBe('rejected');
    expect(reply.lines.at(-1)?.line).toMatch(/^rollback running-config checkpoint tom-/);
    expect(reply.typed.at(-1)).toMatch(/^rollback/);
  });

  it('sends nothing where no checkpoint can be made', async () => {
    const refused = { match: /^checkpoint/, text: '% Permission denied for the role\r\nnx1#' };
    await expect(push({ ...nxos, patterns: [refused] })).rejects.toThrow(
      /was not done; .*Permission denied.*nothing was changed/,
    );
  });
});

describe('configuration of other platforms', () => {
  it.each<[string, ConfigPushScript, string[]]>([
    [
      'VyOS commits, saves in the mode, and leaves whatever is left of the candidate',
      {
        driver: 'vyos',
        prompt: 'vyos@edge1:~$ ',
        script: {
          configure: '[edit]\r\nvyos@edge1# ',
          'exit discard': 'exit\r\nvyos@edge1:~$ ',
          else: '[edit]\r\nvyos@edge1# ',
        },
        lines: ['set system host-name edge1'],
        options: { save: true },
      },
      ['configure', 'set system host-name edge1', 'commit', 'save', 'exit discard'],
    ],
    [
      'Huawei answers the question of its save',
      {
        driver: 'huawei',
        prompt: '<core1>',
        script: {
          'system-view': 'Enter system view, return user view with Ctrl+Z.\r\n[core1]',
          return: '<core1>',
          save: 'The current configuration will be written to the device.\r\nAre you sure to continue?[Y/N]:',
          y: 'Info: Please input the file name\r\nSave the configuration successfully.\r\n<core1>',
        },
        lines: ['sysname core1', 'interface Eth0'],
        options: { save: true },
      },
      ['system-view', 'sysname core1', 'interface Eth0', 'return', 'save', 'y'],
    ],
    [
      'RouterOS takes lines at its prompt',
      {
        driver: 'mikrotik_routeros',
        prompt: '[admin@MikroTik] > ',
        script: {},
        lines: ['/system identity set name=MikroTik'],
        options: { save: true },
      },
      ['/system identity set name=MikroTik'],
    ],
    [
      'EXOS takes lines at its prompt, and answers the question of its save',
      {
        driver: 'extreme_exos',
        prompt: 'edge1.1 # ',
        script: {
          'save configuration primary': 'Do you want to save configuration to primary.cfg and overwrite it? (y/N) ',
          y: 'Saving configuration on master .... done!\r\nedge1.4 # ',
          else: '* edge1.3 # ',
        },
        lines: ['create vlan v1'],
        options: { save: true },
      },
      ['create vlan v1', 'save configuration primary', 'y'],
    ],
    [
      'SR Linux has a candidate whose mode does not show in the prompt',
      {
        driver: 'nokia_srl',
        prompt: 'A:leaf1# ',
        script: { else: '--{ * candidate private private-admin }--[  ]--\r\nA:leaf1# ' },
        lines: ['set / system name host-name leaf1'],
        options: { save: true },
      },
      ['enter candidate private', 'set / system name host-name leaf1', 'commit stay', 'enter running', 'save startup'],
    ],
    [
      'SR OS has a candidate on its MD-CLI',
      {
        driver: 'nokia_sros',
        prompt: 'A:admin@pe1# ',
        script: { else: '*(ex)[/]\r\nA:admin@pe1# ' },
        lines: ['/configure system name "pe1"'],
      },
      ['edit-config exclusive', '/configure system name "pe1"', 'commit', 'exit all', 'quit-config'],
    ],
    [
      'SR OS has none on its classic command line',
      {
        driver: 'nokia_sros',
        prompt: 'A:pe1# ',
        script: { else: '*A:pe1# ' },
        lines: ['/configure system name "pe1"'],
        options: { save: true },
      },
      ['/configure system name "pe1"', '/admin save'],
    ],
    [
      'ESR commits outside the mode, and confirms',
      {
        driver: 'eltex_esr',
        prompt: 'esr# ',
        script: { configure: 'esr(config)# ', end: 'esr# ', hostname: 'esr(config)# ' },
        lines: ['hostname'],
      },
      ['configure', 'hostname', 'end', 'commit', 'confirm'],
    ],
    [
      'MLNX-OS is left level by level',
      {
        driver: 'mellanox_mlnxos',
        prompt: 'sw1 [standalone: master] # ',
        script: {
          'configure terminal': 'sw1 [standalone: master] (config) # ',
          'interface x': 'sw1 [standalone: master] (config interface x) # ',
          exit: (() => {
            const prompts = ['sw1 [standalone: master] (config) # ', 'sw1 [standalone: master] # '];
            return () => prompts.shift() ?? '';
          })(),
        },
        lines: ['interface x'],
      },
      ['configure terminal', 'interface x', 'exit', 'exit'],
    ],
    [
      'FortiOS closes a block that was left open',
      {
        driver: 'fortinet',
        prompt: 'fgt1 # ',
        script: { end: 'fgt1 # ', else: 'fgt1 (global) # ' },
        lines: ['config system global', 'set hostname fgt1'],
      },
      ['config system global', 'set hostname fgt1', 'end'],
    ],
  ])('%s', async (_, described, typed) => {
    const reply = await push(described);
    expect(reply.typed).toEqual(typed);
    expect(reply.outcome).toBe('applied');
    expect(reply.lines.map(({ line }) => line)).toEqual(described.lines);
  });

  it('FortiOS drops a block with a line that is refused', async () => {
    const reply = await push({
      driver: 'fortinet',
      prompt: 'fgt1 # ',
      script: { bad: 'Command fail. Return code -61\r\nfgt1 (global) # ', abort: 'fgt1 # ', else: 'fgt1 (global) # ' },
      lines: ['config system global', 'bad', 'end'],
    });
    expect(reply.outcome).toBe('rejected');
    expect(reply.typed).toEqual(['config system global', 'bad', 'abort']);
  });

  it('PAN-OS tells a commit that fails', async () => {
    const reply = await push({
      driver: 'paloalto_panos',
      prompt: 'admin@pa1> ',
      script: {
        configure: 'Entering configuration mode\r\n[edit]\r\nadmin@pa1# ',
        commit: 'Commit job 7 is in progress.\r\n...55%...\r\nError: commit failed\r\n[edit]\r\nadmin@pa1# ',
        exit: 'Exiting configuration mode\r\nadmin@pa1> ',
        else: '\r\n[edit]\r\nadmin@pa1# ',
      },
      lines: ['set deviceconfig system hostname pa1'],
    });
    expect(reply.outcome).toBe('rejected');
    expect(reply.typed.slice(2)).toEqual(['commit', 'revert config', 'exit']);
  });
});
