import { CliDialogue } from '../../../../test/support/cli-dialogue.js';
import { Secret } from '../../../common/secret.js';

/** Types a command at a prompt and gives its outcome to what the device sends. */
async function outcomeOf(driver: string, prompt: string, command: string, answer: string, waitMs = 1500) {
  const dialogue = await CliDialogue.at(prompt, { driver });
  return dialogue.send(command).device(answer).wait(waitMs);
}

const LONG = 'show running-config | include a-rather-long-word|another-rather-long-word|and-a-third-one-at-last';

describe('a command longer than the device thinks its terminal is wide', () => {
  it.each<[string, string, string, string, string]>([
    [
      'IOS scrolls it sideways, with $ and backspaces',
      'cisco_ios',
      'r1#',
      LONG,
      `${LONG.slice(0, 75)}${'\b'.repeat(75)}$${LONG.slice(11, 85)}${'\b'.repeat(75)}$${LONG.slice(-70)}     ${'\b'.repeat(5)}`,
    ],
    [
      'Junos steps three blanks ahead and back',
      'juniper_junos',
      'admin@mx1> ',
      LONG,
      `${LONG.slice(0, 69)}   \b\b\b${LONG.slice(69)}`,
    ],
    [
      'Huawei moves the cursor left and paints it again',
      'huawei',
      '<core1>',
      LONG,
      `${LONG.slice(0, 72)} \x1b[1D${LONG.slice(72, 80)}\x1b[8D${LONG.slice(72)}`,
    ],
    [
      'Brocade goes back to the start of the row',
      'brocade_fos',
      'switch1:admin> ',
      LONG,
      `${LONG.slice(0, 65)}\r${LONG.slice(65)}`,
    ],
    [
      'a shell wraps it with a blank and a return',
      'linux',
      'user@host:~$ ',
      LONG,
      `${LONG.slice(0, 67)} \r${LONG.slice(67)}`,
    ],
    ['ProCurve paints it anew', 'hp_procurve', 'HP-2920# ', LONG, `${LONG.slice(0, 40)}\x1b[24;1HHP-2920# ${LONG}`],
  ])('%s', async (_, driver, prompt, command, echo) => {
    const dialogue = await outcomeOf(driver, prompt, command, `${echo}\r\nline 1\r\nline 2\r\n${prompt}`);
    expect(dialogue.output).toBe('line 1\nline 2');
  });

  it('is known to its last row where its rows are alike', async () => {
    const dialogue = await CliDialogue.at('r1#');
    const command = `ping ${'x'.repeat(300)}`;
    const echo = `r1#${command}`.replace(/.{80}/g, '$&\r\n').slice(3);
    dialogue.send(command).device(`${echo}\r\n% Unrecognized host\r\nr1#`).wait(50);
    expect(dialogue.output).toBe('% Unrecognized host');
  });
});

describe('a prompt', () => {
  it.each<[string, string, string, string, string]>([
    ['shows another VDOM', 'fortinet', 'fgt1 # ', 'config vdom', '\r\nfgt1 (vdom) # '],
    ['shows that there are changes', 'nokia_sros', 'A:pe1# ', 'environment time-display utc', '*A:pe1# '],
    ['counts the commands', 'extreme_exos', 'edge1.9 # ', 'show time', 'edge1.10 # '],
    [
      'has the context of the candidate above it',
      'nokia_srl',
      'A:leaf1# ',
      'info',
      '\r\n--{ running }--[  ]--\r\nA:leaf1# ',
    ],
    [
      'has its role above it',
      'juniper_junos',
      '{master:0}\r\nadmin@mx1> ',
      'show time',
      '\r\n{master:0}\r\nadmin@mx1> ',
    ],
    ['has lost its blank', 'paloalto_panos', 'admin@pa1> ', 'show clock', 'admin@pa1>'],
    ['is of the standby unit now', 'paloalto_panos', 'admin@pa1(active)> ', 'show clock', 'admin@pa1(passive)> '],
  ])('%s, and is still known', async (_, driver, prompt, command, after) => {
    const dialogue = await outcomeOf(driver, prompt, command, `${command}\r\n${after}`);
    expect(dialogue.output.trim()).toBe('');
    expect(dialogue.session.isClean).toBe(true);
  });

  it('is known after the session went on to another system', async () => {
    const dialogue = await outcomeOf(
      'cisco_ios',
      'fp1#',
      'connect nxos',
      'connect nxos\r\nCisco NX-OS\r\nnexus-9(nxos)#',
    );
    expect(dialogue.output).toBe('Cisco NX-OS');
    dialogue.send('show clock').device('show clock\r\n10:00\r\nnexus-9(nxos)#').wait(200);
    expect(dialogue.output).toBe('10:00');
  });
});

describe('what is expected in place of the prompt', () => {
  it('ends a command at a line that shows it, and the next one is typed there', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue
      .send('reload', {}, { expect: /confirm/ })
      .device('reload\r\nProceed with reload? [confirm]')
      .wait(100);
    expect(dialogue.output).toBe('Proceed with reload? [confirm]');
    expect(dialogue.session.isClean).toBe(true);
    dialogue.takeTyped();
    dialogue.send('n').device('n\r\nr1#').wait(1500);
    expect(dialogue.output).toBe('');
  });

  it('is waited for beyond a prompt that does not show it', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('copy a b', {}, { expect: /done/ }).device('copy a b\r\nr1#').wait(3000);
    expect(dialogue.outcome).toBeUndefined();
    dialogue.device('\r\ndone\r\nr1#').wait(100);
    expect(dialogue.outcome?.kind).toBe('replied');
  });

  it('is looked for in the echo no more than in what came before', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('ping done', {}, { expect: /done/ }).device('ping done').wait(3000);
    expect(dialogue.outcome).toBeUndefined();
  });

  it('fails when it takes for ever to look for', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue
      .send('show x', {}, { expect: /^(a+)+$/ })
      .device(`show x\r\n${'a'.repeat(60)}!`)
      .wait(100);
    expect(dialogue.outcome?.kind).toBe('slow_pattern');
  });
});

describe('a dialogue', () => {
  const PLANT = 'pl4nted';

  it('answers questions in their order, and leaves them in the output', async () => {
    const dialogue = await CliDialogue.at('r1#');
    const steps = [
      { expect: /Source/, answer: '192.0.2.1' },
      { expect: /Destination/, answer: '' },
    ];
    dialogue.send('copy tftp flash', {}, { dialogue: steps });
    dialogue.takeTyped();
    dialogue.device('copy tftp flash\r\nSource []? ').wait(50);
    expect(dialogue.takeTyped()).toBe('192.0.2.1\n');
    dialogue.device('192.0.2.1\r\nDestination [x]? ').wait(50);
    expect(dialogue.takeTyped()).toBe('\n');
    dialogue.device('\r\nOK\r\nr1#').wait(50);
    expect(dialogue.output).toBe('Source []? 192.0.2.1\nDestination [x]? \nOK');
  });

  it('keeps a hidden answer out of the output, where the device echoes it', async () => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('login', {}, { dialogue: [{ expect: /ssword/, answer: new Secret(PLANT) }] });
    dialogue.device('login\r\nPassword: ').wait(50).device(`${PLANT}\r\nwelcome\r\nr1#`).wait(50);
    expect(dialogue.output).toBe('Password: \nwelcome');
  });

  it.each([
    ['masks one that the device repeats later on', PLANT, 'ftp://ann:***@192.0.2.1'],
    ['leaves in what a short one may stand in by chance', 'y', 'ftp://ann:y@192.0.2.1'],
  ])('%s', async (_, answer, line) => {
    const dialogue = await CliDialogue.at('r1#');
    let live = '';
    const onOutput = (text: string) => (live += text);
    dialogue.send('copy', {}, { dialogue: [{ expect: /ssword/, answer: new Secret(answer) }], onOutput });
    dialogue.device('copy\r\nPassword: ').wait(50).device(`\r\nftp://ann:${answer}@192.0.2.1\r\nr1#`).wait(50);
    expect(dialogue.output).toBe(`Password: \n${line}`);
    expect(live).toBe(`Password: \n${line}\n`);
  });

  it('keeps it out of what an error says', async () => {
    const dialogue = await CliDialogue.at('r1#');
    const step = { expect: /ssword/, answer: new Secret(PLANT) };
    dialogue.send('login', { deadlineAtMs: dialogue.nowMs + 3000 }, { dialogue: [step] });
    dialogue.device('login\r\nPassword: ').wait(50).device(`\r\nno user for ${PLANT}\r\ntry ${PLANT}`).wait(5000);
    expect(dialogue.outcome).toMatchObject({ kind: 'timed_out', lastLine: 'try ***' });
    expect(JSON.stringify(dialogue.outcome)).not.toContain(PLANT);
  });

  it('does not answer a question that is not its turn', async () => {
    const dialogue = await CliDialogue.at('r1#');
    const steps = [
      { expect: /first/, answer: 'a' },
      { expect: /Password/, answer: new Secret(PLANT) },
    ];
    dialogue.send('login', {}, { dialogue: steps }).takeTyped();
    dialogue.device('login\r\nPassword: ').wait(1000);
    expect(dialogue.takeTyped()).toBe('');
    expect(dialogue.outcome).toMatchObject({ kind: 'asked', question: 'Password:' });
  });
});

describe('a device without a prompt', () => {
  const open = async () => {
    const dialogue = await CliDialogue.start({ driver: 'cisco_tp' });
    return dialogue.open().device('Welcome to room1\r\n*r Login successful\r\n\r\nOK\r\n\r\n');
  };

  it('is open when it has said so', async () => {
    const dialogue = (await open()).wait(600);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: '' });
    expect(dialogue.takeTyped()).toBe('');
  });

  it('has answered at the line that ends every answer, which is no part of it', async () => {
    const dialogue = (await open()).wait(600).send('xstatus SIP');
    dialogue.device('xstatus SIP\r\n*s SIP Ready: OK\r\n** end\r\n').wait(5000);
    expect(dialogue.outcome).toBeUndefined();
    dialogue.device('\r\nOK\r\n\r\n').wait(200);
    expect(dialogue.outcome).toMatchObject({ kind: 'replied', output: '*s SIP Ready: OK\n** end\n', rejection: null });
  });

  it('refuses a command by it', async () => {
    const dialogue = (await open()).wait(600).send('xstatus Nonsense');
    dialogue.device('xstatus Nonsense\r\n*s (error): No match\r\nERROR\r\n').wait(200);
    expect(dialogue.outcome).toMatchObject({ output: '*s (error): No match', rejection: { line: 'ERROR' } });
  });
});
