import * as crypto from 'node:crypto';
import { eventually } from '../../../../test/support/eventually.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { SettingsKeys } from './settings-keys.js';
import { isThisKey, newKey, type KeyWish } from './stored-key.js';
import { StoredKeys } from './stored-keys.js';
import { Secret } from '../../../common/secret.js';

jest.mock('node:crypto', () => {
  const real = jest.requireActual<typeof crypto>('node:crypto');
  return { ...real, timingSafeEqual: jest.fn(real.timingSafeEqual) };
});

const compare = jest.mocked(crypto.timingSafeEqual);
const WISH: KeyWish = {
  user: 'robot',
  role: 'operator',
  devices: null,
  description: '',
  createdBy: 'admin',
  expiresAt: null,
};

/** How often digests were compared, and how long they were. */
function comparisons(): number[] {
  return compare.mock.calls.map(([a, b]) => a.byteLength + b.byteLength);
}

describe('a stored key', () => {
  beforeEach(() => compare.mockClear());

  it('is known again, and nothing else is taken for it', () => {
    const { key, stored } = newKey(WISH);
    expect(isThisKey(key.reveal(), stored)).toBe(true);
    expect(isThisKey(key.reveal().slice(0, -1), stored)).toBe(false);
    expect(isThisKey(newKey(WISH).key.reveal(), stored)).toBe(false);
    expect(JSON.stringify(stored)).not.toContain(key.reveal().slice(-43));
  });

  it('is compared as a whole digest, whatever of it is right', () => {
    const { key, stored } = newKey(WISH);
    const text = key.reveal();
    const given: [string, typeof stored | undefined][] = [
      [text, stored],
      [`${text.slice(0, -1)}x`, stored],
      [`x${text.slice(1)}`, stored],
      ['', stored],
      [text, undefined],
    ];
    for (const [tried, against] of given) isThisKey(tried, against);
    expect(comparisons()).toEqual([64, 64, 64, 64, 64]);
  });
});

describe('keys of the settings', () => {
  beforeEach(() => compare.mockClear());

  it.each(['first', 'last', 'firs', 'xirst', ''])('are all compared, whichever is right: %j', (tried) => {
    new SettingsKeys([
      { key: new Secret('first'), user: 'a' },
      { key: new Secret('last'), user: 'b' },
    ]).userOf(tried);
    expect(comparisons()).toEqual([64, 64]);
  });
});

describe('stored keys', () => {
  it('that have ended are replaced by none that has ended as well', async () => {
    const keys = new StoredKeys(new MemorySharedState());
    const { stored } = await keys.create({ ...WISH, expiresAt: Date.now() - 1 });
    await expect(keys.rotate(stored.id, 'admin', 0)).rejects.toThrow(/has ended/);
    expect(await keys.list()).toHaveLength(1);
  });

  it('are known to every process at once, and unknown once they are deleted', async () => {
    const state = new MemorySharedState();
    const [one, other] = [new StoredKeys(state), new StoredKeys(state)];
    expect(await other.find(newKey(WISH).key.reveal())).toBeUndefined();
    const { key, stored } = await one.create(WISH);
    expect(await other.find(key.reveal())).toMatchObject({ user: 'robot' });
    await one.delete(stored.id);
    expect(await other.find(key.reveal())).toBeUndefined();
    await Promise.all([one.onModuleDestroy(), other.onModuleDestroy()]);
  });

  it('are unknown once they are deleted, also while what they were is still being read', async () => {
    const state = new MemorySharedState();
    const [one, other] = [new StoredKeys(state), new StoredKeys(state)];
    const { key, stored } = await one.create(WISH);
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const read = state.getFields.bind(state);
    const slow = jest.spyOn(state, 'getFields').mockImplementationOnce(async (name) => {
      const fields = await read(name);
      await answered;
      return fields;
    });
    const early = other.find(key.reveal());
    await eventually(() => slow.mock.calls.length === 1);
    await one.delete(stored.id);
    const meanwhile = other.find(key.reveal());
    answer();
    await early;
    expect(await meanwhile).toBeUndefined();
    expect(await other.find(key.reveal())).toBeUndefined();
    await Promise.all([one.onModuleDestroy(), other.onModuleDestroy()]);
  });

  it('end when they are to', async () => {
    const keys = new StoredKeys(new MemorySharedState());
    const { key } = await keys.create({ ...WISH, expiresAt: Date.now() + 50 });
    await eventually(async () => (await keys.find(key.reveal())) === undefined);
    await keys.onModuleDestroy();
  });

  it('ask the store once for many requests', async () => {
    const state = new MemorySharedState();
    const keys = new StoredKeys(state);
    const { key } = await keys.create(WISH);
    const read = jest.spyOn(state, 'getFields');
    await Promise.all(Array.from({ length: 50 }, () => keys.find(key.reveal())));
    expect(read).toHaveBeenCalledTimes(1);
    await keys.find('no key of ours');
    expect(read).toHaveBeenCalledTimes(1);
    await keys.onModuleDestroy();
  });
});
