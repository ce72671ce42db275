import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmulatedDevice, type DeviceManners } from '../../../../test/support/emulated-device.js';
import { PlatformRegistry } from './platform-registry.js';

/** Emulators show these for nearly every platform, whatever its own prompt is like. */
const PLAIN_PROMPTS = ['host1>', 'r1# ', 'admin@host1 # '];
/** What they show for the others. */
const OWN_PROMPTS: Readonly<Record<string, readonly string[]>> = {
  hp_comware: ['<host1>'],
  huawei: ['<host1>'],
  juniper_junos: ['admin@host1> '],
  juniper_screenos: ['host1->'],
  linux: ['host1$', 'admin@host1:~$ '],
  mikrotik_routeros: ['[admin@host1] >', '[admin@host1] > '],
  ubiquiti_edgerouter: ['host1~$', 'admin@host1:~$ '],
  vyos: ['host1~$', 'admin@host1:~$ '],
};

const LINES = { lineEnd: '\r\n', paceMs: 1 } as const;
const MANNERS: readonly (readonly [string, Omit<DeviceManners, 'prompt'>])[] = [
  ['echoes a line', { ...LINES, echo: 'line' }],
  ['ends lines with a line feed alone', { ...LINES, echo: 'line', lineEnd: '\n' }],
  ['echoes key by key, wrapped at 80 columns', { ...LINES, echo: 'keys', paceMs: 0, columns: 80 }],
  [
    'echoes slowly, greets, and takes every half of a line end for an Enter',
    { lineEnd: '\r\n', echo: 'keys', paceMs: 10, countsEnterTwice: true, banner: 'Custom SSH Shell\n' },
  ],
  ['echoes nothing, not even Enter', { ...LINES, echo: 'none' }],
];

const LONG = `show interfaces ${'| include a-word '.repeat(5)}`.trim();
const ANSWERS = { 'show version': 'Version 1.2.3\n\nhost1 is up\n', 'show nothing': '', [LONG]: 'none\n' };
/** On the device's clock: no log-in and no command waits for a time limit. */
const LOGIN_LIMIT_MS = { quick: 500, slow: 3000 };
const COMMAND_LIMIT_MS = { quick: 150, slow: 200 };

/** Every platform is a file of this name; the others are what families share. */
const PLATFORMS = readdirSync(join(import.meta.dirname, 'definitions'))
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('_like.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));

const registry = new PlatformRegistry();
beforeAll(() => registry.onModuleInit());

function outputOf(device: EmulatedDevice, command: string): string {
  const outcome = device.run(command);
  return outcome.kind === 'replied' ? outcome.output : JSON.stringify(outcome);
}

describe.each(MANNERS)('an emulated device that %s', (_, manners) => {
  const pace = manners.paceMs > 1 ? 'slow' : 'quick';

  it.each(PLATFORMS)('is spoken to as %s', (driver) => {
    for (const prompt of [...PLAIN_PROMPTS, ...(OWN_PROMPTS[driver] ?? [])]) {
      const device = new EmulatedDevice(registry.resolve(driver), { ...manners, prompt }, ANSWERS);
      expect(device.logIn()).toEqual({ kind: 'opened', prompt });
      expect(device.nowMs).toBeLessThan(LOGIN_LIMIT_MS[pace]);
      const startedAtMs = device.nowMs;
      expect(outputOf(device, 'show version')).toBe('Version 1.2.3\n\nhost1 is up');
      expect(outputOf(device, 'show nothing')).toBe('');
      expect(device.nowMs - startedAtMs).toBeLessThan(2 * COMMAND_LIMIT_MS[pace]);
      expect(outputOf(device, 'show it')).toBe('% Unknown command: show it');
      expect(outputOf(device, LONG)).toBe('none');
    }
  });
});
