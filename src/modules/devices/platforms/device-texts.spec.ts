import { CliDialogue } from '../../../../test/support/cli-dialogue.js';
import { PlatformRegistry } from './platform-registry.js';

const registry = new PlatformRegistry();
beforeAll(() => registry.onModuleInit());

describe('what a device of a kind writes', () => {
  const platform = (driver: string) => registry.resolve(driver);

  it.each([
    ['cisco_wlc', '--More-- or (q)uit', ' '],
    ['cisco_s300', 'More: <space>,  Quit: q or CTRL+Z, One line: <return>', ' '],
    ['cisco_asa', '<--- More --->', ' '],
    ['aruba_os', '--More-- (q) quit (u) pageup (/) search (n) repeat', ' '],
    ['aruba_aoscx', '-- MORE --, next page: Space, next line: Enter, quit: q', ' '],
    ['ruckus_fastiron', '--More--, next page: Space, next line: Return key, quit: Control-c', ' '],
    ['extreme_ers', '----More (q=Quit, space/return=Continue)----', ' '],
    ['extreme_vsp', '--More-- (q = quit)', ' '],
    ['extreme_exos', 'Press <SPACE> to continue or <Q> to quit:', ' '],
    ['huawei', '  ---- More ----', ' '],
    ['huawei', 'Change now? [Y/N]:', 'N\n'],
    ['huawei_smartax', "---- More ( Press 'Q' to break ) ----", ' '],
    ['huawei_smartax', '{ <cr>|backplane<K>|frameid/slotid<S><Length 1-15> }:', '\n'],
    ['juniper_junos', '---(more 45%)---', ' '],
    ['nokia_sros', 'Press any key to continue (Q to quit)', ' '],
    ['mikrotik_routeros', '-- [Q quit|D dump|down]', ' '],
    ['dlink_ds', 'CTRL+C ESC q Quit SPACE n Next Page ENTER Next Entry a All', 'a'],
    ['f5_tmsh', '---(less 45%)---', ' '],
    ['f5_tmsh', 'Display all 150 items? (y/n)', 'y'],
    ['fortinet', '--More-- ', ' '],
    ['juniper_screenos', '--- more ---', ' '],
    ['adva_fsp150f2', 'Do you wish to continue [Y|N]-->', 'y\r'],
  ])('is answered on %s where it stops at %j', (driver, text, answer) => {
    expect(platform(driver).pagers.find(({ pattern }) => pattern.test(text))?.answer).toBe(answer);
  });

  it.each([
    ['cisco_ios', "% Invalid input detected at '^' marker.", 'rejected'],
    ['cisco_nxos', "% Invalid command at '^' marker.", 'rejected'],
    ['cisco_s300', '% Unrecognized command', 'rejected'],
    ['dell_os10', '% Error: Unrecognized command.', 'rejected'],
    ['hp_procurve', 'Ambiguous input: sh', 'ambiguous'],
    ['hp_comware', " % Incomplete command found at '^' position.", 'incomplete'],
    ['huawei', "Error: Unrecognized command found at '^' position.", 'rejected'],
    ['juniper_junos', 'unknown command.', 'rejected'],
    ['juniper_junos', "'sh' is ambiguous.", 'ambiguous'],
    ['nokia_sros', 'MINOR: CLI #2005: Syntax error', 'rejected'],
    ['paloalto_panos', 'Unknown command: foo', 'rejected'],
    ['fortinet', 'Command fail. Return code -61', 'rejected'],
    ['vyos', '  Invalid command: [foo]', 'rejected'],
    ['cisco_asa', "ERROR: % Invalid input detected at '^' marker.", 'rejected'],
    ['cisco_asa', 'ERROR: % Incomplete command', 'incomplete'],
    ['mikrotik_routeros', 'bad command name foo (line 1 column 1)', 'rejected'],
    ['ubiquiti_edgeswitch', 'Command not found / Incomplete command. Use ? to list commands.', 'rejected'],
    ['ruckus_fastiron', 'Invalid input -> foo', 'rejected'],
    ['checkpoint_gaia', "CLINFR0329  Invalid command:'foo'.", 'rejected'],
    ['generic', "% Invalid input detected at '^' marker.", 'rejected'],
    ['accedian', '% Incomplete command', 'incomplete'],
    ['coriant', 'foo: command not found', 'rejected'],
    ['brocade_fos', 'rbash: foo: command not found', 'rejected'],
    ['brocade_fos', 'RBAC permission denied.', 'not_authorised'],
    ['zyxel_os', 'ERROR: Parse error/command not found!', 'rejected'],
    ['sophos_sfos', '% Error: Unknown Command', 'rejected'],
    ['teldat_cit', 'CLI Error: Unrecognized command or invalid value', 'rejected'],
    ['teldat_cit', 'CLI Error: Ambiguous command', 'ambiguous'],
    ['digi_transport', 'ERROR', 'rejected'],
    ['vertiv_mph', 'Error: Invalid command: foo', 'rejected'],
  ])('is a refusal on %s where it is %j', (driver, line, reason) => {
    const lines = `first\n${line}\nlast`;
    expect(platform(driver).errorPatterns.find(({ pattern }) => pattern.test(lines))?.reason).toBe(reason);
  });

  it.each([
    ['juniper_junos', 'x\n\n{master:0}\n', 'x\n'],
    ['juniper_junos', 'x\n\n{master:0}[edit]\n', 'x\n'],
    ['juniper_junos', 'x\n\n[edit interfaces ge-0/0/0]\n', 'x\n'],
    ['nokia_sros', 'x\n\n[/]\n', 'x\n'],
    ['nokia_sros', 'x\n\n(ro)[/configure router "Base"]\n', 'x\n'],
    ['nokia_sros', 'x\n[gl:/configure router "Base"]\n', 'x'],
    ['nokia_sros', 'x\n[]\n', 'x'],
    ['nokia_sros', 'x\n[OK]\n', 'x\n[OK]\n'],
    ['nokia_srl', 'x\n--{ + running }--[ interface ethernet-1/1 ]--\n', 'x'],
    ['vyos', 'x\n[edit]\n', 'x'],
    ['juniper_junos', 'x\n[edit]\ny\n', 'x\n[edit]\ny\n'],
  ])('belongs to the prompt of %s at the end of %j', (driver, output, rest) => {
    expect(output.replace(platform(driver).promptContext ?? 'none', '')).toBe(rest);
  });

  it.each([
    ['juniper_junos', 'root@mx1:~ # ', 'root@mx1> '],
    [
      'f5_tmsh',
      '[root@bigip1:Active:Standalone] config # ',
      'root@(bigip1)(cfg-sync Standalone)(Active)(/Common)(tmos)# ',
    ],
    ['dell_sonic', 'admin@leaf1:~$ ', 'leaf1# '],
    ['flexvnf', '[admin@branch1: ~] $ ', 'admin@branch1-cli> '],
    ['ubiquiti_unifiswitch', 'US-24-US.v5.43# ', '(UBNT) #'],
    ['cumulus_vtysh', 'cumulus@leaf1:mgmt:~$ ', 'leaf1# '],
  ])('tells on %s that %j is a shell to be left', async (driver, shell, prompt) => {
    const { entry } = platform(driver);
    expect(entry?.prompt.test(shell.trimEnd())).toBe(true);
    expect(entry?.prompt.test(prompt.trimEnd())).toBe(false);
    const command = entry?.command ?? '';
    const dialogue = (await CliDialogue.at(shell, { driver })).send(command);
    dialogue.device(`${command}\r\n${prompt}`).wait(2000);
    expect(dialogue.outcome?.kind).toBe('replied');
    expect(dialogue.session.prompt).toBe(prompt);
  });
});
