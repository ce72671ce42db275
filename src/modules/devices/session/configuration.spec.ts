import { eventually } from '../../../../test/support/eventually.js';
import { ScriptedDevice, type ScriptedDeviceOptions } from '../../../../test/support/scripted-device.js';
import { Secret } from '../../../common/secret.js';
import {
  ConfigurationNotSupportedError,
  ConfigurationRefusedError,
  OutcomeUnknownError,
  UnsendableCommandError,
} from '../devices.errors.js';

const REFUSAL = "                 ^\r\n% Invalid input detected at '^' marker.\r\n\r\n";

/** A router that takes every line but `foo`; `hang` brings no prompt back, `ask` asks. */
function router(changes: Partial<ScriptedDeviceOptions> = {}): Promise<ScriptedDevice> {
  let mode = '';
  let text: string | undefined;
  return ScriptedDevice.open({
    driver: 'cisco_ios',
    prompt: 'r1#',
    answer: (line, device) => {
      if (text !== undefined) {
        if (line.includes(text)) text = undefined;
        return text === undefined ? `r1(config)#` : '';
      }
      if (line.startsWith('banner')) {
        text = line.at(-1);
        return `Enter TEXT message.  End with the character '${text}'.\r\n`;
      }
      if (line === 'hang') return '';
      if (line === 'ask') return 'Are you sure? [confirm]';
      if (line === 'hang up') device.hangUp();
      if (line === 'configure terminal') mode = '(config)';
      if (line.startsWith('interface')) mode = '(config-if)';
      if (line === 'end') mode = '';
      return `${line === 'foo' ? REFUSAL : ''}r1${mode}#`;
    },
    interrupted: '^C\r\nr1(config)#',
    ...changes,
  });
}

describe('sendConfigs', () => {
  it('enters the mode, types the lines, leaves, and shows all of it', async () => {
    const device = await router();
    const reply = await device.session.sendConfigs(['interface eth0', ' description uplink']);
    expect(device.typed).toEqual(['configure terminal', 'interface eth0', ' description uplink', 'end']);
    expect(reply).toEqual({
      transcript: [
        'configure terminal',
        'r1(config)#interface eth0',
        'r1(config-if)# description uplink',
        'r1(config-if)#end',
        'r1#',
      ].join('\n'),
      lines: [
        { line: 'interface eth0', output: '', rejection: null },
        { line: ' description uplink', output: '', rejection: null },
      ],
      outcome: 'applied',
      diff: null,
    });
    expect(await device.session.end()).toBe(false);
  });

  it('shows the lines alone, and what saves them, where that is asked for', async () => {
    const device = await router();
    const lines = ['interface eth0', 'foo'];
    const shown = { transcriptForm: 'lines', stopOnError: false, save: true } as const;
    const { transcript } = await device.session.sendConfigs(lines, shown);
    const refusal = "                 ^\n% Invalid input detected at '^' marker.";
    expect(transcript).toBe(`interface eth0\nfoo\n${refusal}\n\nwrite memory\n`);
    expect((await device.session.sendConfigs([], shown)).transcript).toBe('');
  });

  it('stops at a line that is refused, and leaves the mode', async () => {
    const device = await router();
    const reply = await device.session.sendConfigs(['interface eth0', 'foo', 'shutdown']);
    expect(device.typed).toEqual(['configure terminal', 'interface eth0', 'foo', 'end']);
    expect(reply.outcome).toBe('rejected');
    expect(reply.lines.at(-1)).toMatchObject({
      line: 'foo',
      rejection: { reason: 'rejected', line: "% Invalid input detected at '^' marker." },
    });
    expect(reply.transcript).toContain('% Invalid input');
  });

  it('goes on after a refusal where that is asked for', async () => {
    const device = await router();
    const reply = await device.session.sendConfigs(['foo', 'shutdown'], { stopOnError: false });
    expect(device.typed).toEqual(['configure terminal', 'foo', 'shutdown', 'end']);
    expect(reply.outcome).toBe('rejected');
    expect(reply.lines.map(({ rejection }) => rejection !== null)).toEqual([true, false]);
  });

  it('raises the rights first', async () => {
    let prompt = 'r1>';
    const device = await router({
      prompt: 'r1>',
      credential: { enableSecret: new Secret('up') },
      answer: (line) => {
        if (line === 'enable') return 'Password: ';
        prompt = { up: 'r1#', 'configure terminal': 'r1(config)#', end: 'r1#' }[line] ?? prompt;
        return prompt;
      },
    });
    await device.session.sendConfigs(['hostname r1']);
    expect(device.typed).toEqual(['enable', 'up', 'configure terminal', 'hostname r1', 'end']);
  });

  it('says so before the first byte of configuration goes out', async () => {
    const device = await router();
    const seen: string[][] = [];
    await device.session.sendConfigs(['shutdown'], {
      beforeFirstByte: async () => void seen.push([...device.typed]),
    });
    expect(seen).toEqual([['configure terminal']]);
  });

  it('sends nothing, and leaves the mode, when that fails', async () => {
    const device = await router();
    const push = device.session.sendConfigs(['shutdown'], {
      beforeFirstByte: () => Promise.reject(new Error('no mark')),
    });
    await expect(push).rejects.toThrow('no mark');
    expect(device.typed).toEqual(['configure terminal', 'end']);
  });

  it('sends a banner up to its end mark as one text', async () => {
    const device = await router();
    const lines = ['banner motd ^', 'Keep out', '', 'r1# is not a prompt', '^', 'shutdown'];
    const reply = await device.session.sendConfigs([lines.join('\n')]);
    expect(device.typed).toEqual(['configure terminal', ...lines, 'end']);
    expect(reply.outcome).toBe('applied');
    expect(reply.lines.map(({ line }) => line)).toEqual([lines.slice(0, 5).join('\n'), 'shutdown']);
    expect(reply.transcript).toContain("r1(config)#banner motd ^\nEnter TEXT message.  End with the character '^'.\n");
  });

  it('refuses a banner without end, and control characters, before anything is sent', async () => {
    const device = await router();
    await expect(device.session.sendConfigs(['banner motd ^', 'Keep out'])).rejects.toThrow(
      'the text that line 1 of the configuration starts has no end',
    );
    await expect(device.session.sendConfigs(['shutdown\x07'])).rejects.toThrow(UnsendableCommandError);
    expect(device.typed).toEqual([]);
  });

  it('sends nothing where there are no lines', async () => {
    const device = await router();
    expect(await device.session.sendConfigs(['', '  '])).toMatchObject({
      transcript: '',
      lines: [],
      outcome: 'not_sent',
    });
    expect(device.typed).toEqual([]);
  });

  it('tells that the mode was not opened, and why', async () => {
    const device = await router({ answer: () => 'Configuration mode is locked by process 3\r\nr1#' });
    const push = device.session.sendConfigs(['shutdown']);
    await expect(push).rejects.toThrow(ConfigurationRefusedError);
    await expect(push).rejects.toThrow('locked by process 3');
  });

  it('tells that the platform takes none', async () => {
    const device = await ScriptedDevice.open({ driver: 'generic', prompt: 'r1>', answer: () => 'r1>' });
    await expect(device.session.sendConfigs(['x'])).rejects.toThrow(ConfigurationNotSupportedError);
  });

  it.each([
    ['a question', 'ask', /1 of 3 lines were answered \(device asks: "Are you sure\? \[confirm\]"/],
    ['silence', 'hang', / sent no byte for .* s; the last line was ""/],
  ])('leaves the mode after %s in the middle, and says that the outcome is not known', async (_, line, message) => {
    const device = await router();
    const push = device.session.sendConfigs(['interface eth0', line, 'shutdown'], { idleTimeoutMs: 700 });
    await expect(push).rejects.toThrow(OutcomeUnknownError);
    await expect(push).rejects.toThrow(message);
    await expect(push).rejects.toMatchObject({ kind: 'unknown_outcome', stage: 'config' });
    expect(device.typed).toEqual(['configure terminal', 'interface eth0', line, 'end']);
    expect(device.session.isBroken).toBe(true);
  });

  it('says so when the connection is lost in the middle', async () => {
    const device = await router();
    const push = device.session.sendConfigs(['interface eth0', 'hang up']);
    await expect(push).rejects.toThrow(/may be in force in part, 1 of 2 lines were answered.*ended the session/);
  });

  it('says so when the caller gives up in the middle, and leaves the mode', async () => {
    const controller = new AbortController();
    const device = await router();
    const push = device.session.sendConfigs(['interface eth0', 'hang'], {
      signal: controller.signal,
      beforeFirstByte: async () => void eventually(() => device.typed.includes('hang')).then(() => controller.abort()),
    });
    await expect(push).rejects.toThrow(OutcomeUnknownError);
    expect(device.typed).toEqual(['configure terminal', 'interface eth0', 'hang', 'end']);
  });

  it('tells what is left unsent when a line leaves the mode', async () => {
    const device = await router();
    const reply = await device.session.sendConfigs(['interface eth0', 'end', 'shutdown']);
    expect(device.typed).toEqual(['configure terminal', 'interface eth0', 'end']);
    expect(reply.outcome).toBe('rejected');
    expect(reply.lines.at(-1)?.rejection?.line).toContain('not sent');
  });

  it('saves where that is asked for', async () => {
    const device = await router();
    await device.session.sendConfigs(['shutdown'], { save: true });
    expect(device.typed).toEqual(['configure terminal', 'shutdown', 'end', 'write memory']);
  });
});
