import { CliDialogue } from '../../../../test/support/cli-dialogue.js';

describe('CliSession at log-in', () => {
  it('believes a prompt that comes back after one Enter', async () => {
    const dialogue = (await CliDialogue.start()).open();
    dialogue.device('\r\nWelcome\r\n\r\nr1#').wait(2);
    expect(dialogue.takeTyped()).toBe('\n');
    expect(dialogue.outcome).toBeUndefined();
    dialogue.device('\r\nr1#').wait(2);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'r1#' });
    expect(dialogue.typed).toBe('');
  });

  it('is not deceived by a prompt in the message of the day', async () => {
    const dialogue = (await CliDialogue.start({ driver: 'linux' })).open();
    dialogue.device('type at the prompt\r\nroot@gate:~# ').wait(50);
    dialogue.device('\r\nnot really\r\nuser@host:~$ ').wait(50).device('\r\nuser@host:~$ ').wait(50);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'user@host:~$ ' });
  });

  it('waits for a prompt that comes in pieces', async () => {
    const dialogue = (await CliDialogue.start({ driver: 'linux' })).open();
    for (const piece of ['user@', 'host', ':~', '$', ' ']) dialogue.device(piece).wait(300);
    dialogue.device('\r\nuser@host:~$ ').wait(5);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'user@host:~$ ' });
    expect(dialogue.takeTyped()).toBe('\n');
  });

  it('presses Enter where the device waits for it', async () => {
    const dialogue = (await CliDialogue.start()).open();
    dialogue.device('\r\nPress RETURN to get started.\r\n').wait(2000);
    expect(dialogue.takeTyped()).toBe('\n');
    dialogue.device('\r\nr1>').wait(5);
    dialogue.device('\r\nr1>').wait(5);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'r1>' });
  });

  it('turns the pages of a banner', async () => {
    const dialogue = (await CliDialogue.start()).open();
    dialogue.device('legal text\r\n --More-- ').wait(5);
    expect(dialogue.takeTyped()).toBe(' ');
    dialogue.device('\r          \rmore text\r\nr1#').wait(5).device('\r\nr1#').wait(5);
    expect(dialogue.outcome).toMatchObject({ kind: 'opened' });
  });

  it('accepts a prompt that holds a clock', async () => {
    const dialogue = (await CliDialogue.start({ driver: 'linux' })).open();
    dialogue.device('[10:00:01] $ ').wait(5).device('\r\n[10:00:02] $ ').wait(5);
    expect(dialogue.outcome?.kind).toBe('opened');
    dialogue.send('id').device('id\r\nuid=0\r\n[10:00:59] $ ').wait(5);
    expect(dialogue.output).toBe('uid=0');
  });

  it('says what the device asks instead of showing a prompt', async () => {
    const dialogue = (await CliDialogue.start({ driver: 'linux' })).open();
    dialogue.device('Your password has expired.\r\nNew password: ').wait(1000);
    expect(dialogue.outcome).toMatchObject({ kind: 'asked', question: 'New password:' });
  });

  it('shows the last line when no prompt comes in time', async () => {
    const dialogue = (await CliDialogue.start()).open({ deadlineAtMs: 8000 });
    dialogue.device('Loading').wait(8000);
    expect(dialogue.outcome).toMatchObject({ kind: 'timed_out', silentMs: null, lastLine: 'Loading' });
  });

  it('does not mind an answer to its Enter that comes after the prompt was believed', async () => {
    const dialogue = (await CliDialogue.start()).open();
    dialogue.device('gate#').wait(5).device('\r\nr1#').wait(5).device('\r\nr1#').wait(5);
    expect(dialogue.outcome?.kind).toBe('opened');
    dialogue.send('show clock').wait(1).device('\r\nr1#').wait(50).device('show clock\r\n10:00\r\nr1#').wait(5);
    expect(dialogue.output).toBe('10:00');
  });
});

describe('CliSession with a command', () => {
  const reply = async (prompt: string, command: string, answer: string, driver = 'cisco_ios') => {
    const dialogue = await CliDialogue.at(prompt, { driver });
    dialogue.send(command);
    expect(dialogue.typed).toBe(`${command}\n`);
    return dialogue.device(answer).wait(1500);
  };

  it.each([
    ['gives the output without echo and prompt', 'show clock\r\n10:00:00\r\nr1#', '10:00:00'],
    ['keeps blanks and blank lines', 'show clock\r\n\r\n  a  \r\n\r\n b\r\n\r\nr1#', '\n  a  \n\n b\n'],
    ['gives an empty text where there is no output', 'show clock\r\nr1#', ''],
    ['accepts blanks after the prompt', 'show clock\r\nx\r\nr1# ', 'x'],
    ['knows an echo that is repainted', 'show cl\b\b\b\b\b\b\bshow clock\r\nx\r\nr1#', 'x'],
    ['knows an echo that is repainted with its prompt', 'sho\r\x1b[Kr1#show clock\r\nx\r\nr1#', 'x'],
    ['knows an echo that is wrapped by line ends', 'show\r\n clock\r\nx\r\nr1#', 'x'],
    ['knows an echo that is scrolled', '\b\b\b\r\x1b[Kr1#$clock\r\nx\r\nr1#', 'x'],
    ['keeps lines that look like the prompt', 'show clock\r\nr1#\r\nr1#show\r\nx\r\nr1#', 'r1#\nr1#show\nx'],
    ['keeps lines that repeat the command', 'show clock\r\nshow clock\r\nx\r\nr1#', 'show clock\nx'],
    ['keeps what stands before the prompt on its line', 'show clock\r\nabcr1#', 'abc'],
    ['keeps a level change', 'show clock\r\nx\r\nr1(config-if)#', 'x'],
    ['gives the output of a device without echo', '\r\nx\r\ny\r\nr1#', 'x\ny'],
    ['gives output that follows the prompt where there is no echo', 'x\r\ny\r\nr1#', 'x\ny'],
    ['leaves escape sequences out', 'show clock\r\n\x1b[1mx\x1b[0m\r\n\x1b[?2004hr1#', 'x'],
  ])('%s', async (_, answer, expected) => {
    expect((await reply('r1#', 'show clock', answer)).output).toBe(expected);
  });

  it('keeps a line without an end before a shell prompt', async () => {
    const dialogue = await reply('user@host:~$ ', 'printf abc', 'printf abc\r\nabcuser@host:~$ ', 'linux');
    expect(dialogue.output).toBe('abc');
    expect(dialogue.session.isClean).toBe(true);
    dialogue.send('id').device('id\r\nuid=0\r\nuser@host:~$ ').wait(5);
    expect(dialogue.output).toBe('uid=0');
  });

  it.each([
    ['user@host:~$ ', 'user@host:/tmp$ '],
    ['[user@host ~]$ ', '[user@host tmp]$ '],
    ['~ $ ', '/tmp $ '],
  ])('learns the prompt %j anew when it changes to %j', async (before, after) => {
    const dialogue = await reply(before, 'cd /tmp', `cd /tmp\r\n${after}`, 'linux');
    expect(dialogue.output).toBe('');
    expect(dialogue.session.prompt).toBe(after);
    dialogue.send('pwd').device(`pwd\r\n/tmp\r\n${after}`).wait(5);
    expect(dialogue.output).toBe('/tmp');
  });

  it.each([
    ['nokia_sros', 'A:pe1# ', '*A:pe1# '],
    ['nokia_sros', '*A:pe1# ', 'A:pe1# '],
    ['extreme_exos', '* edge1.2 # ', 'edge1.3 # '],
    ['huawei', 'HRP_M<fw1>', 'HRP_S<fw1>'],
    ['huawei', '<core1>', 'HRP_M<core1>'],
  ])('knows the prompt of %s %j again when its mark changes: %j', async (driver, before, after) => {
    const dialogue = await reply(before, 'show clock', `show clock\r\n10:00\r\n${after}`, driver);
    expect(dialogue.output).toBe('10:00');
    expect(dialogue.session.prompt).toBe(after);
  });

  it.each([
    ['juniper_junos', '\r\n{master:0}\r\nroot@mx1> '],
    ['nokia_sros', '\r\n[/]\r\nA:admin@pe1# '],
  ])('takes the lines above the prompt of %s out: %j', async (driver, prompt) => {
    const dialogue = await CliDialogue.at(prompt, { driver });
    dialogue.send('show clock').device(`show clock\r\n10:00\r\n${prompt}`).wait(1500);
    expect(dialogue.output).toBe('10:00');
  });

  it('accepts another host where the command changes it', async () => {
    const dialogue = await reply('r1(config)#', 'hostname core', 'hostname core\r\ncore(config)#');
    expect(dialogue.output).toBe('');
    expect(dialogue.session.prompt).toBe('core(config)#');
  });

  it('does not accept another host anywhere else', async () => {
    const dialogue = await reply('r1#', 'show hosts', 'show hosts\r\ncore#');
    expect(dialogue.outcome).toBeUndefined();
    expect(dialogue.wait(20_000).outcome).toMatchObject({ kind: 'timed_out', lastLine: 'core#' });
  });

  it('knows a host name again that is cut in configuration mode', async () => {
    const name = 'a-rather-long-host-name-of-a-router';
    const dialogue = await reply(`${name}#`, 'conf t', `conf t\r\n${name.slice(0, 20)}(config)#`);
    expect(dialogue.output).toBe('');
  });

  it('knows an echo that a shell wraps at the right margin', async () => {
    const command = `echo ${'x'.repeat(700)}`;
    const typed = `user@host:~$ ${command}`;
    const echo = `${command.slice(0, 511 - 13)} \r${typed.slice(511)}`;
    const dialogue = await reply('user@host:~$ ', command, `${echo}\r\nok\r\nuser@host:~$ `, 'linux');
    expect(dialogue.output).toBe('ok');
  });

  it('does not take a prompt for the end while more comes', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('show run').device('show run\r\na\r\nr1#').wait(1);
    expect(dialogue.outcome).toBeUndefined();
    dialogue.device('show nothing\r\nb\r\nr1#').wait(2);
    expect(dialogue.output).toBe('a\nr1#show nothing\nb');
  });

  it('waits longer for an echo on a device that has echoed before', async () => {
    const dialogue = await reply('r1#', 'show clock', 'show clock\r\nx\r\nr1#');
    dialogue.send('show clock').device('\r\nr1#').wait(500);
    expect(dialogue.outcome).toBeUndefined();
    expect(dialogue.wait(1000).output).toBe('');
  });

  it('does not wait for an echo again once there was none', async () => {
    const dialogue = await reply('r1#', 'show clock', '\r\nx\r\nr1#');
    dialogue.send('show clock').device('\r\ny\r\nr1#').wait(2);
    expect(dialogue.output).toBe('y');
  });

  it('reads characters that are cut by packets', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('show x');
    for (const byte of Buffer.from('show x\r\nGröße \x1b[32m≥\x1b[0m 😀\r\nr1#'))
      dialogue.device(Uint8Array.of(byte)).wait(1);
    expect(dialogue.wait(2).output).toBe('Größe ≥ 😀');
  });

  it('turns pages and leaves no trace of them', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('show run').device('show run\r\nline 1\r\n --More-- ').wait(2);
    dialogue.takeTyped();
    dialogue.device('\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\bline 2\r\n --More-- ').wait(2);
    expect(dialogue.takeTyped()).toBe(' ');
    dialogue.device('\r\x1b[K   line 3\r\nr1#').wait(2);
    expect(dialogue.output).toBe('line 1\nline 2\n   line 3');
  });

  it.each([
    [' --More-- ', ' '],
    ['--More--', ' '],
    ['--More--(12%)', ' '],
    ['<--- More --->', ' '],
    ['---- More ----', ' '],
    ['---(more 45%)---', ' '],
    ['-- MORE --, next page: Space, next line: Enter, quit: Control-C', ' '],
    ['Press any key to continue (Q to quit)', ' '],
    [':', ' '],
    ['lines 1-23', ' '],
    ['lines 24-46/80 57%', ' '],
    ['(END)', 'q'],
    ['lines 58-80/80 (END)', 'q'],
  ])('answers %j by %j', async (pager, answer) => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('show run').device(`show run\r\nline\r\n${pager}`);
    dialogue.takeTyped();
    expect(dialogue.wait(2).takeTyped()).toBe(answer);
    expect(dialogue.device('\r\x1b[Kr1#').wait(2).output).toBe('line');
  });

  it('leaves no trace of a key that the device echoes where it asks to go on', async () => {
    const dialogue = await CliDialogue.at('[ann@bigip1:Active:Standalone] ~ # ', { driver: 'f5_tmsh' });
    dialogue.send('list ltm pool').device('list ltm pool\r\nDisplay all 120 items? (y/n) ').wait(2);
    dialogue.device('y\r\nltm pool a\r\ny\r\n[ann@bigip1:Active:Standalone] ~ # ').wait(5);
    expect(dialogue.output).toBe('ltm pool a\ny');
  });

  it('believes a prompt right behind the old one where nothing is echoed', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('terminal length 0').device('r1#').wait(1000);
    expect(dialogue.output).toBe('');
    dialogue.send('show clock').device('12:00\r\nr1#').wait(1000);
    expect(dialogue.output).toBe('12:00');
  });

  it('knows an echo again that the device writes row over row', async () => {
    const dialogue = await CliDialogue.at('r1#', { platform: { terminal: { type: 'vt100', columns: 20, rows: 24 } } });
    const command = 'show interfaces ethernet 1/1/1 statistics';
    const echo = `r1#${command}`.replace(/.{20}/g, '$&\r').slice(3);
    dialogue.send(command).device(`${echo}\r\nIn 5\r\nr1#`).wait(50);
    expect(dialogue.output).toBe('In 5');
  });

  it('names the line that refuses, not the empty one above it', async () => {
    const dialogue = await CliDialogue.at('ann@edge1:~$ ', { driver: 'vyos' });
    dialogue.send('foo').device('foo\r\n\r\n  Invalid command: [foo]\r\n\r\nann@edge1:~$ ').wait(5);
    expect(dialogue.outcome).toMatchObject({ rejection: { reason: 'rejected', line: 'Invalid command: [foo]' } });
  });

  it.each(['Password: ', 'Delete flash:x? [confirm]', 'Are you sure (y/n) ', 'Overwrite? [yes/no]: '])(
    'says that the device asks %j',
    async (question) => {
      const dialogue = await reply('r1#', 'do it', `do it\r\n${question}`);
      expect(dialogue.outcome).toMatchObject({ kind: 'asked', question: question.trim() });
    },
  );

  it.each([
    ["% Invalid input detected at '^' marker.", 'rejected'],
    ['% Unknown command: sho foo', 'rejected'],
    ['% Ambiguous command:  "s"', 'ambiguous'],
    ['% Incomplete command.', 'incomplete'],
    ['Command authorization failed.', 'not_authorised'],
  ])('flags %j as %s', async (line, reason) => {
    const dialogue = await reply('r1#', 'sho foo', `sho foo\r\n    ^\r\n${line}\r\n\r\nr1#`);
    expect(dialogue.outcome).toMatchObject({ kind: 'replied', rejection: { reason, line } });
    expect(dialogue.output).toBe(`    ^\n${line}\n`);
  });

  it('sets log lines aside that come at the prompt', async () => {
    const log = '*Mar  1 00:02:10.911: %SYS-5-CONFIG_I: Configured from console by console';
    const dialogue = await reply('r1#', 'show clock', `show clock\r\nx\r\nr1#\r\n${log}\r\n`);
    expect(dialogue.outcome).toEqual({ kind: 'replied', output: 'x', rejection: null, logLines: [log] });
    dialogue.send('show clock').device(`show clock\r\ny\r\nr1#\r\n${log}\r\nr1#`).wait(5);
    expect(dialogue.output).toBe('y');
    expect(dialogue.session.isClean).toBe(true);
  });

  it('keeps log lines inside the output', async () => {
    const log = '%LINK-3-UPDOWN: Interface Gi0/1, changed state to up';
    const dialogue = await reply('r1#', 'show log', `show log\r\na\r\n${log}\r\nb\r\n${log}\r\nr1#`);
    expect(dialogue.output).toBe(`a\n${log}\nb\n${log}`);
  });

  it('fails when the deadline passes, and keeps what came', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue
      .send('show run', { deadlineAtMs: dialogue.nowMs + 1000 })
      .device('show run\r\nab')
      .wait(999);
    expect(dialogue.outcome).toBeUndefined();
    expect(dialogue.wait(1).outcome).toEqual({
      kind: 'timed_out',
      silentMs: null,
      lastLine: 'ab',
      partialOutput: 'ab',
    });
  });

  it('fails when the device is silent for too long, not while it talks', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('show run', { idleTimeoutMs: 100 }).device('show run\r\n');
    for (let count = 0; count < 20; count++) dialogue.wait(90).device('line\r\n');
    expect(dialogue.outcome).toBeUndefined();
    expect(dialogue.wait(100).outcome).toMatchObject({ kind: 'timed_out', silentMs: 100 });
  });

  it('refuses an output that is too long, and goes on', async () => {
    const dialogue = await CliDialogue.at('r1#', { maxOutputBytes: 10_000 });
    dialogue.send('show run').device('show run\r\n');
    for (let count = 0; count < 1000; count++) dialogue.device('a line of text\r\n');
    dialogue.device('r1#').wait(2);
    expect(dialogue.outcome).toMatchObject({ kind: 'too_long', bytes: 16_013 });
    dialogue.send('show clock').device('show clock\r\nx\r\nr1#').wait(2);
    expect(dialogue.output).toBe('x');
  });

  it('is not clean once the device talks on after the prompt', async () => {
    const dialogue = await reply('r1#', 'show clock', 'show clock\r\nx\r\nr1#');
    expect(dialogue.session.isClean).toBe(true);
    dialogue.device('more\r\nr1#');
    expect(dialogue.session.isClean).toBe(false);
  });
});
