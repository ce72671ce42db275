import { setImmediate } from 'node:timers/promises';
import { ScriptedDevice } from '../../../../test/support/scripted-device.js';
import { UnexpectedOutputError } from '../devices.errors.js';

describe('output that comes after the prompt of its command', () => {
  const open = (): Promise<ScriptedDevice> =>
    ScriptedDevice.open({ driver: 'cisco_ios', prompt: 'r1#', answer: (line) => `reply to ${line}\r\nr1#` });

  async function after(text: string): Promise<ScriptedDevice> {
    const device = await open();
    await device.session.sendCommand('show run');
    device.show(text);
    await setImmediate();
    await setImmediate();
    return device;
  }

  it('fails the job before its next command is typed, and says what to do', async () => {
    const device = await after('\r\ninterface Ethernet2\r\nr1#');
    const failing = device.session.sendCommand('show clock');
    await expect(failing).rejects.toThrow(UnexpectedOutputError);
    await expect(failing).rejects.toThrow(/raise prompt_quiet_ms in adapter_options$/);
    expect(device.typed).toEqual(['show run']);
  });

  it('is none where the device logs', async () => {
    const device = await after('\r\n%LINK-3-UPDOWN: Interface Ethernet2, changed state to up\r\nr1#');
    expect((await device.session.sendCommand('show clock')).output).toBe('reply to show clock');
  });
});
