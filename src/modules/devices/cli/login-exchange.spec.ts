import { inspect } from 'node:util';
import { CliDialogue } from '../../../../test/support/cli-dialogue.js';
import { Secret } from '../../../common/secret.js';

const PLANT = 'pl4nted#p4ss>';
const ANSWERS = { username: 'admin', password: new Secret(PLANT) };

async function start(driver = 'cisco_ios'): Promise<CliDialogue> {
  return (await CliDialogue.start({ driver })).open({}, ANSWERS);
}

/** A dialogue in which user name and password were given. */
async function atAnswer(driver?: string): Promise<CliDialogue> {
  const dialogue = await start(driver);
  dialogue.device('Username: ').wait(50).device('admin\r\nPassword: ').wait(50);
  expect(dialogue.takeTyped()).toBe(`admin\r${PLANT}\r`);
  return dialogue;
}

describe('a log-in inside the session', () => {
  it('gives user name and password, and finds the prompt', async () => {
    const dialogue = await start();
    dialogue.device('\r\nUser Access Verification\r\n\r\nUsername: ').wait(50);
    expect(dialogue.takeTyped()).toBe('admin\r');
    dialogue.device('admin\r\nPassword: ').wait(50);
    expect(dialogue.takeTyped()).toBe(`${PLANT}\r`);
    dialogue.device('\r\nr1>').wait(50).device('\r\nr1>').wait(50);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'r1>' });
    expect(dialogue.takeTyped()).toBe('\r');
  });

  it.each([
    ['cisco_ios', 'Username: ', 'Password: '],
    ['cisco_wlc', '(Cisco Controller)\r\nUser: ', 'Password:'],
    ['linux', 'Debian GNU/Linux 12\r\nhost login: ', 'Password: '],
    ['dell_powerconnect', 'User Name:', 'Password:'],
    ['calix_b6', 'login as: ', "admin@b6's password: "],
    ['huawei', 'Login authentication\r\n\r\nUsername:', 'Password:'],
    ['ericsson_mltn63', 'Enter username: ', 'Enter password: '],
    ['generic', 'LOGIN ID : ', 'PASSWORD for admin: '],
  ])('knows the questions of %s: %j, %j', async (driver, user, password) => {
    const dialogue = await start(driver);
    dialogue.device(user).wait(50);
    expect(dialogue.takeTyped()).toBe('admin\r');
    dialogue.device(`admin\r\n${password}`).wait(50);
    expect(dialogue.takeTyped()).toBe(`${PLANT}\r`);
  });

  it('knows a device that asks for a password alone', async () => {
    const dialogue = await start();
    dialogue.device('Password: ').wait(50);
    expect(dialogue.takeTyped()).toBe(`${PLANT}\r`);
    dialogue.device('\r\nr1>').wait(50).device('\r\nr1>').wait(50);
    expect(dialogue.outcome?.kind).toBe('opened');
  });

  it('knows a device that asks nothing', async () => {
    const dialogue = await start();
    dialogue.device('r1>').wait(50).device('\r\nr1>').wait(50);
    expect(dialogue.outcome?.kind).toBe('opened');
  });

  it('does not answer the line of a banner that goes on', async () => {
    const dialogue = await start();
    dialogue.device('Enter your username: ').wait(15).device('and password below\r\n').wait(50);
    expect(dialogue.takeTyped()).toBe('');
    dialogue.device('Last login: ').wait(1000);
    expect(dialogue.takeTyped()).toBe('');
  });

  it.each([
    ['the user is asked for again', '% Login invalid\r\n\r\nUsername: ', 'rejected', '% Login invalid'],
    ['the password is asked for again', '% Bad passwords\r\nPassword: ', 'rejected', '% Bad passwords'],
    ['no reason is given', '\r\nPassword: ', 'rejected', ''],
    ['the account is locked', 'User account has been locked\r\nlogin: ', 'locked', 'User account has been locked'],
    ['there are too many sessions', 'Too many sessions open\r\nlogin: ', 'too_many_sessions', 'Too many sessions open'],
    ['the password has expired', 'Password has expired\r\nlogin: ', 'password_expired', 'Password has expired'],
  ])('gives the password once and ends at once when %s', async (_, answer, reason, text) => {
    const dialogue = await atAnswer();
    dialogue.device(`\r\n${answer}`).wait(50);
    expect(dialogue.outcome).toEqual({ kind: 'login_refused', reason, text });
    expect(dialogue.takeTyped()).toBe('');
  });

  it.each([
    ['Login incorrect', 'rejected'],
    ['% Authentication failed', 'rejected'],
    ['Error: The maximum number of sessions is reached', 'too_many_sessions'],
    ['your account is locked out', 'locked'],
  ])('believes a device that says %j and nothing more', async (text, reason) => {
    const dialogue = await atAnswer();
    dialogue.device(`\r\n${text}\r\n`).wait(1000);
    expect(dialogue.outcome).toEqual({ kind: 'login_refused', reason, text });
  });

  it('takes no refusal from a message of the day', async () => {
    const dialogue = await atAnswer();
    dialogue.device('\r\nAccess denied to strangers\r\nLogin failed 3 times since yesterday\r\nr1#').wait(50);
    dialogue.device('\r\nr1#').wait(50);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'r1#' });
  });

  it.each([
    [
      'says why',
      'Sorry, all lines are in use\r\n',
      { reason: 'too_many_sessions', text: 'Sorry, all lines are in use' },
    ],
    ['says nothing', '\r\n', { reason: 'rejected', text: '' }],
  ])('tells a refusal from a device that hangs up and %s', async (_, text, refusal) => {
    const dialogue = await atAnswer();
    dialogue.device(text).session.hangUp();
    expect(dialogue.outcome).toEqual({ kind: 'login_refused', ...refusal });
  });

  it('tells nothing from a device that hangs up before it was given a password', async () => {
    const dialogue = await start();
    dialogue.device('Welcome\r\n').session.hangUp();
    expect(dialogue.outcome).toBeUndefined();
  });

  it('never answers a dialogue that changes the password', async () => {
    const dialogue = await atAnswer('linux');
    dialogue.device('\r\nYou must change your password now.\r\nCurrent password: ').wait(1000);
    expect(dialogue.takeTyped()).toBe('');
    expect(dialogue.outcome).toMatchObject({ kind: 'asked', question: 'Current password:' });
  });

  it('gives no password where the log-in has none', async () => {
    const dialogue = (await CliDialogue.start()).open({}, { username: 'admin' });
    dialogue.device('Username: ').wait(50).device('admin\r\nPassword: ').wait(1000);
    expect(dialogue.takeTyped()).toBe('admin\r');
    expect(dialogue.outcome).toMatchObject({ kind: 'asked', question: 'Password:' });
  });

  it('types an Enter again that the device has swallowed at its prompt', async () => {
    const dialogue = await atAnswer();
    dialogue.device('\r\nr1>').wait(1000);
    expect(dialogue.takeTyped()).toBe('\r');
    dialogue.wait(1000);
    expect(dialogue.takeTyped()).toBe('\r');
    dialogue.device('\r\nr1>').wait(400);
    expect(dialogue.outcome).toBeUndefined();
    dialogue.wait(200);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'r1>' });
    expect(dialogue.takeTyped()).toBe('');
  });

  it('lets the prompts of all Enters come before it believes one', async () => {
    const dialogue = await CliDialogue.start();
    dialogue.open().device('r1#').wait(2000);
    expect(dialogue.takeTyped()).toBe('\n\n');
    dialogue.device('\r\nr1#').wait(300).device('\r\nr1#').wait(600);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt: 'r1#' });
    dialogue.send('show clock').device('show clock\r\n10:00\r\nr1#').wait(50);
    expect(dialogue.output).toBe('10:00');
  });

  it('types half of an Enter where the device takes each half for one', async () => {
    const dialogue = await CliDialogue.start({ driver: 'mikrotik_routeros' });
    const prompt = '[admin@r1] > ';
    dialogue.open().device(prompt).wait(5);
    expect(dialogue.takeTyped()).toBe('\r\n');
    dialogue.device(`\r\n${prompt}`).wait(20).device(`\r\n${prompt}`).wait(60);
    expect(dialogue.outcome).toEqual({ kind: 'opened', prompt });
    dialogue.send('/ip address print');
    expect(dialogue.takeTyped()).toBe('/ip address print\r');
  });

  it('types a whole Enter where the device takes it for one', async () => {
    const dialogue = await CliDialogue.start({ driver: 'mikrotik_routeros' });
    const prompt = '[admin@r1] > ';
    dialogue.open().device(`${prompt}\r\n${prompt}`).wait(5);
    dialogue.device(`\r\n${prompt}`).wait(60).send('/ip address print');
    expect(dialogue.takeTyped()).toBe('\r\n/ip address print\r\n');
  });

  it('believes no prompt that does not come back, however often Enter is typed', async () => {
    const dialogue = await CliDialogue.start();
    dialogue.open().device('Welcome-to-r1#').wait(10_000);
    expect(dialogue.takeTyped()).toBe('\n'.repeat(4));
    expect(dialogue.outcome).toMatchObject({ kind: 'timed_out', lastLine: 'Welcome-to-r1#' });
  });

  it('types no Enter while the device makes up its mind', async () => {
    const dialogue = await start();
    dialogue.device('Username: ').wait(50).device('admin\r\n').wait(8000);
    expect(dialogue.takeTyped()).toBe('admin\r');
    const slow = await atAnswer();
    slow.device('\r\n').wait(4000);
    expect(slow.takeTyped()).toBe('');
  });

  it('types Enter soon where SSH has let the user in and the device says nothing', async () => {
    const dialogue = (await CliDialogue.start()).open({}, { ...ANSWERS, isLetIn: true });
    dialogue.wait(1600);
    expect(dialogue.takeTyped()).toBe('\n');
    dialogue.device('\r\nr1#').wait(50).device('\r\nr1#').wait(600);
    expect(dialogue.outcome?.kind).toBe('opened');
  });

  it('gives the user name once more when an early Enter has used a question up', async () => {
    const dialogue = await start();
    dialogue.wait(5100);
    expect(dialogue.takeTyped()).toBe('\n');
    dialogue.device('Username: ').wait(100).device('\r\nUsername: ').wait(600);
    expect(dialogue.takeTyped()).toBe('admin\r');
    dialogue.device('\r\nUsername: ').wait(600);
    expect(dialogue.takeTyped()).toBe('admin\r');
    dialogue.device('\r\nUsername: ').wait(600);
    expect(dialogue.outcome).toMatchObject({ kind: 'login_refused', reason: 'rejected' });
  });

  it('never shows a password that the device echoes', async () => {
    const dialogue = await atAnswer();
    dialogue.device(`${PLANT}\r\nBusy with ${PLANT}`).wait(20_000);
    expect(dialogue.outcome).toMatchObject({ kind: 'timed_out', lastLine: 'Busy with ***' });
    expect(inspect(dialogue.outcome)).not.toContain(PLANT);
    const refused = await atAnswer();
    refused.device(`${PLANT}\r\nlogin failed for ${PLANT}\r\nUsername: `).wait(50);
    expect(inspect(refused.outcome)).not.toContain(PLANT);
  });

  it('keeps an echoed password out of what a command gives', async () => {
    const dialogue = await atAnswer();
    dialogue.device(`${PLANT}\r\nr1>`).wait(50).device('\r\nr1>').wait(50);
    dialogue.send('show clock').device('show clock\r\n10:00\r\nr1>').wait(50);
    expect(dialogue.output).toBe('10:00');
  });

  it('declines the configuration dialogue of a new router', async () => {
    const dialogue = await atAnswer();
    dialogue.device('\r\nWould you like to enter the initial configuration dialog? [yes/no]: ').wait(50);
    expect(dialogue.takeTyped()).toBe('no\n');
  });
});
