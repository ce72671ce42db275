import { pushConfigs as push } from '../../../../test/support/config-push.js';

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

  it('is shown and thrown away in a dry run', async () => {
    const diff = '[edit system]\r\n-  host-name mx1;\r\n+  host-name mx2;\r\n\r\n[edit]\r\nadmin@mx1# ';
    const script = { ...junos.script, 'show | compare': diff };
    const reply = await push({ ...junos, script, lines: ['set x'], options: { dryRun: true } });
    expect(reply.outcome).toBe('not_committed');
    expect(reply.diff).toBe('[edit system]\n-  host-name mx1;\n+  host-name mx2;');
    expect(reply.typed).toEqual([
      'configure exclusive',
      'set x',
      'show | compare',
      'rollback 0',
      'exit configuration-mode',
    ]);
  });

  it('is committed for a time, and confirmed once the device still answers', async () => {
    const script = { ...junos.script, 'commit confirmed 5': junos.script.commit };
    const options = { confirmWithinMinutes: 5, confirmAfterMs: 1 };
    const reply = await push({ ...junos, script, lines: ['set x'], options });
    expect(reply.outcome).toBe('applied');
    expect(reply.typed).toEqual([
      'configure exclusive',
      'set x',
      'commit confirmed 5',
      'commit',
      'exit configuration-mode',
    ]);
  });

  it('is left to the device to take back where it cannot be confirmed', async () => {
    const script = { ...junos.script, 'commit confirmed 5': junos.script.commit, commit: 'xx' };
    const options = { confirmWithinMinutes: 5, confirmAfterMs: 1, deadlineAt: Date.now() + 2_000 };
    await expect(push({ ...junos, script, lines: ['set x'], options })).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      message: expect.stringContaining('unless it was confirmed, the device takes it back within 5 minutes'),
    });
  });
});

describe('configuration of EOS', () => {
  const inSession = 'sw1(config-s-tom-1)#';
  const eos = {
    driver: 'arista_eos',
    prompt: 'sw1#',
    script: {
      'show session-config diffs': `--- system:/running-config\r\n+++ session:/tom\r\n+vlan 7\r\n${inSession}`,
      'configure terminal': 'sw1(config)#',
      'show running-config': 'vlan 1\r\nsw1#',
      'vlan 7': inSession,
      end: 'sw1#',
      abort: 'sw1#',
      commit: 'sw1#',
      'commit timer 00:05:00': 'sw1#',
      else: inSession,
    },
  };
  const named = (typed: readonly string[]) => typed.map((line) => line.replace(/tom-[0-9a-f]{8}/, 'NAME'));

  it('is typed in the usual mode where no candidate is asked for', async () => {
    const reply = await push({ ...eos, script: { ...eos.script, 'vlan 7': 'sw1(config)#' }, lines: ['vlan 7'] });
    expect(reply.typed).toEqual(['configure terminal', 'vlan 7', 'end']);
    expect(reply.diff).toBeNull();
  });

  it('is tried in a session of its own in a dry run', async () => {
    const reply = await push({ ...eos, lines: ['vlan 7'], options: { dryRun: true } });
    expect(reply).toMatchObject({ outcome: 'not_committed', diff: expect.stringContaining('+vlan 7') });
    expect(named(reply.typed)).toEqual(['configure session NAME', 'vlan 7', 'show session-config diffs', 'abort']);
  });

  it('is confirmed outside of the session', async () => {
    const script = { ...eos.script, else: () => 'sw1#', 'vlan 7': inSession };
    const entered = { ...script, else: inSession };
    const options = { confirmWithinMinutes: 5, confirmAfterMs: 1, diff: true };
    const reply = await push({ ...eos, script: entered, lines: ['vlan 7'], options });
    expect(reply.outcome).toBe('applied');
    expect(named(reply.typed).slice(0, 5)).toEqual([
      'configure session NAME',
      'vlan 7',
      'show session-config diffs',
      'commit timer 00:05:00',
      'configure session NAME commit',
    ]);
  });
});

describe('configuration of a platform without candidate', () => {
  let configured = false;
  const ios = {
    driver: 'cisco_ios',
    prompt: 'r1#',
    script: {
      'show running-config': () =>
        `Building configuration...\r\n\r\nCurrent configuration : ${configured ? 200 : 100} bytes\r\nhostname r1\r\n${configured ? 'vlan 7\r\n' : ''}end\r\nr1#`,
      'configure terminal': 'r1(config)#',
      'configure terminal revert timer 5':
        'Rollback Confirmed Change: Rollback will begin in 5 minutes.\r\nr1(config)#',
      'vlan 7': () => {
        configured = true;
        return 'r1(config)#';
      },
      else: 'r1#',
    },
  };
  beforeEach(() => {
    configured = false;
  });

  it('is shown as the difference of what was in force before and after', async () => {
    const reply = await push({ ...ios, lines: ['vlan 7'], options: { diff: true } });
    expect(reply.diff).toBe('@@ -1,3 +1,4 @@\n \n hostname r1\n+vlan 7\n end');
    expect(reply.typed).toEqual(['show running-config', 'configure terminal', 'vlan 7', 'end', 'show running-config']);
  });

  it('is in force for a time, and confirmed before it is saved', async () => {
    const options = { confirmWithinMinutes: 5, confirmAfterMs: 1, save: true };
    const reply = await push({ ...ios, lines: ['vlan 7'], options });
    expect(reply.typed).toEqual([
      'configure terminal revert timer 5',
      'vlan 7',
      'end',
      'configure confirm',
      'write memory',
    ]);
  });

  it.each([
    [
      { dryRun: true },
      'platform "cisco_ios" has no candidate configuration, so that dry_run would put the lines in force',
    ],
    [{ commit: false }, 'so that commit: false would put the lines in force'],
    [{ dryRun: true, confirmWithinMinutes: 5 }, 'confirm_within cannot be used with dry_run'],
  ])('refuses %j before anything is sent', async (options, message) => {
    await expect(push({ ...ios, lines: ['vlan 7'], options })).rejects.toThrow(message);
    expect(configured).toBe(false);
  });

  it('refuses a timer where the platform has none', async () => {
    const asa = { driver: 'cisco_asa', prompt: 'asa1# ', script: {} };
    await expect(push({ ...asa, lines: ['x'], options: { confirmWithinMinutes: 5 } })).rejects.toThrow(
      'platform "cisco_asa" takes no changes back by itself',
    );
  });

  it('refuses a trial at the command line of SR OS that has no candidate', async () => {
    const classic = { driver: 'nokia_sros', prompt: 'A:r1# ', script: {} };
    await expect(push({ ...classic, lines: ['x'], options: { dryRun: true } })).rejects.toThrow(
      'the command line of 192.0.2.1:22 has no candidate',
    );
  });
});
