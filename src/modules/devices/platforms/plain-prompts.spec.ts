import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptedDevice } from '../../../../test/support/scripted-device.js';
import { PlatformRegistry } from './platform-registry.js';

/** Emulators show these for every platform, whatever its own prompt is like. */
const PROMPTS = ['host1>', 'host1#'];
const ANSWERS: Readonly<Record<string, string>> = { 'show version': 'Version 1.2.3\r\n\r\nhost1 is up\r\n' };

/** Every platform is a file of this name; the others are what families share. */
const PLATFORMS = readdirSync(join(import.meta.dirname, 'definitions'))
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('_like.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));

const registry = new PlatformRegistry();
beforeAll(() => registry.onModuleInit());

describe('a device with a plain prompt', () => {
  it.each(PLATFORMS)('is spoken to as %s', async (driver) => {
    const { pagingCommands, widthCommands } = registry.resolve(driver);
    for (const prompt of PROMPTS) {
      const answer = (line: string) => (ANSWERS[line] ?? `% Unknown command: ${line}\r\n`) + prompt;
      const device = await ScriptedDevice.open({ driver, prompt, answer });
      for (const command of [...widthCommands, ...pagingCommands]) await device.session.sendCommand(command);
      const { output } = await device.session.sendCommand('show version');
      expect(output).toBe('Version 1.2.3\n\nhost1 is up');
      expect(device.prompt).toBe(prompt);
    }
  });
});
