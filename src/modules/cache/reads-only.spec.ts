import { readsOnly } from './reads-only.js';

describe('readsOnly', () => {
  it.each([
    'show version',
    ' Show  clock',
    'display current-configuration',
    'get system status',
    'sho run | inc hostname',
  ])('knows %j for a read', (command) => {
    expect(readsOnly(command)).toBe(true);
  });

  it.each([
    'clear counters',
    'reload',
    'showx',
    'sh restart.sh',
    'write memory',
    'systemctl restart frr',
    'show tech | redirect flash:t',
    '',
  ])('does not know %j for one', (command) => {
    expect(readsOnly(command)).toBe(false);
  });
});
