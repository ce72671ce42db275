import { Secret } from '../../../common/secret.js';
import { SettingsKeys } from './settings-keys.js';

describe('SettingsKeys', () => {
  const store = new SettingsKeys([
    { key: new Secret('abc123'), user: 'admin' },
    { key: new Secret('def456'), user: 'robot' },
  ]);

  it('knows the user of a key', () => {
    expect(store.userOf('abc123')).toBe('admin');
    expect(store.userOf('def456')).toBe('robot');
  });

  it.each(['', 'abc12', 'abc1234', 'ABC123', 'abc123:admin'])('knows nobody by %j', (key) => {
    expect(store.userOf(key)).toBeUndefined();
  });
});
