import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { Secret } from '../../../common/secret.js';
import { settingsOfValues } from '../../../config/settings-of-values.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { JweInlineCredentialOpener } from '../adapters/jwe.inline-credential-opener.js';
import { CredentialNotFoundError, NoSealingKeyError } from '../credentials.errors.js';
import { InlineCredentialSealer } from './inline-credential-sealer.js';
import { SealingKeyDirectory } from './sealing-key-directory.js';
import { SealingKeyHolder } from './sealing-key-holder.js';

const PASSWORD = 'pl4nted-p4ssword';
const TARGET = { host: 'r1', port: 22 };

describe('sealed inline credentials', () => {
  const state = new MemorySharedState();
  const directory = new SealingKeyDirectory(state);
  const holders = [new SealingKeyHolder(directory, undefined), new SealingKeyHolder(directory, undefined)];
  const sealer = new InlineCredentialSealer(directory, settingsOfValues({ allow_inline_credentials: true }));

  it('are refused while no worker is there', async () => {
    await expect(sealer.seal('admin', new Secret(PASSWORD), TARGET)).rejects.toThrow(NoSealingKeyError);
  });

  describe('with two workers', () => {
    beforeAll(async () => {
      for (const holder of holders) await holder.onModuleInit();
    });
    afterAll(async () => {
      for (const holder of holders) await holder.beforeApplicationShutdown();
    });

    it('open in either of them, for the device they were sealed for', async () => {
      const ref = await sealer.seal('admin', new Secret(PASSWORD), TARGET);
      expect(inspect(ref)).not.toContain(PASSWORD);
      expect(ref.sealedPassword).not.toContain(Buffer.from(PASSWORD).toString('base64'));
      for (const holder of holders) {
        const credential = await new JweInlineCredentialOpener(holder).open(ref, TARGET);
        expect(credential.password?.reveal()).toBe(PASSWORD);
        expect(credential.username).toBe('admin');
      }
    });

    it.each([
      ['another host', { username: 'admin' }, { host: 'attacker', port: 22 }],
      ['another port', { username: 'admin' }, { host: 'r1', port: 2222 }],
      ['another user', { username: 'root' }, TARGET],
      ['an erased password', { sealedPassword: '' }, TARGET],
    ])('do not open for %s', async (_, change, target) => {
      const ref = await sealer.seal('admin', new Secret(PASSWORD), TARGET);
      const [holder] = holders;
      if (holder === undefined) throw new Error('no holder');
      const opening = new JweInlineCredentialOpener(holder).open({ ...ref, ...change }, target);
      await expect(opening).rejects.toThrow(CredentialNotFoundError);
    });

    it('hold an enable secret for one device, which is no password', async () => {
      const [holder] = holders;
      if (holder === undefined) throw new Error('no holder');
      const opener = new JweInlineCredentialOpener(holder);
      const sealed = await sealer.sealSecret(new Secret(PASSWORD), TARGET);
      expect((await opener.openSecret(sealed, TARGET)).reveal()).toBe(PASSWORD);
      await expect(opener.openSecret(sealed, { host: 'attacker', port: 22 })).rejects.toThrow(CredentialNotFoundError);
      const asPassword = { type: 'inlineSSH', username: 'admin', sealedPassword: sealed } as const;
      await expect(opener.open(asPassword, TARGET)).rejects.toThrow(CredentialNotFoundError);
    });

    it('open in a worker that has just joined, whichever controller sealed them, and are not sealed to one that left', async () => {
      const controller = new SealingKeyDirectory(state);
      const settings = settingsOfValues({ allow_inline_credentials: true });
      const other = new InlineCredentialSealer(controller, settings);
      await other.seal('admin', new Secret(PASSWORD), TARGET);
      const fresh = new SealingKeyHolder(new SealingKeyDirectory(state), undefined);
      await fresh.onModuleInit();
      const ref = await other.seal('admin', new Secret(PASSWORD), TARGET);
      expect((await new JweInlineCredentialOpener(fresh).open(ref, TARGET)).password?.reveal()).toBe(PASSWORD);
      await fresh.beforeApplicationShutdown();
      expect((await controller.list()).filter(({ kid }) => fresh.key(kid) !== undefined)).toEqual([]);
      await controller.onModuleDestroy();
    });

    it('do not open in a worker that joined later', async () => {
      const ref = await sealer.seal('admin', new Secret(PASSWORD), TARGET);
      const late = new SealingKeyHolder(directory, undefined);
      await late.onModuleInit();
      await expect(new JweInlineCredentialOpener(late).open(ref, TARGET)).rejects.toThrow(/cannot be opened/);
      await late.beforeApplicationShutdown();
    });
  });

  describe('with keys in a file', () => {
    let file: string;

    beforeEach(async () => {
      file = join(await mkdtemp(join(tmpdir(), 'tom-keys-')), 'keys.json');
    });
    afterEach(() => rm(dirname(file), { recursive: true }));

    const makeKey = (): JsonWebKey => generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });

    /** A worker that starts with these keys, the newest first. */
    async function startWith(...keys: JsonWebKey[]): Promise<SealingKeyHolder> {
      await writeFile(file, JSON.stringify(keys.length === 1 ? keys[0] : { keys }));
      const holder = new SealingKeyHolder(directory, file);
      await holder.onModuleInit();
      return holder;
    }

    it('open with an older key what was sealed before the newest came', async () => {
      const [old, fresh] = [makeKey(), makeKey()];
      const ownState = new MemorySharedState();
      const own = new SealingKeyDirectory(ownState);
      await writeFile(file, JSON.stringify(old));
      const before = new SealingKeyHolder(own, file);
      await before.onModuleInit();
      const settings = settingsOfValues({ allow_inline_credentials: true });
      const ref = await new InlineCredentialSealer(own, settings).seal('admin', new Secret(PASSWORD), TARGET);
      await before.beforeApplicationShutdown();
      const after = await startWith(fresh, old);
      expect((await new JweInlineCredentialOpener(after).open(ref, TARGET)).password?.reveal()).toBe(PASSWORD);
      const without = await startWith(fresh);
      await expect(new JweInlineCredentialOpener(without).open(ref, TARGET)).rejects.toThrow(/cannot be opened/);
      for (const holder of [after, without]) await holder.beforeApplicationShutdown();
    });

    it('are sealed to the newest alone', async () => {
      const holder = await startWith(makeKey(), makeKey());
      const published = (await new SealingKeyDirectory(state).list()).map(({ kid }) => kid);
      expect(published.filter((kid) => holder.key(kid) !== undefined)).toHaveLength(1);
      await holder.beforeApplicationShutdown();
    });

    it.each([
      ['{"kty": "OKP", "d": "pl4nted"', 'is no JSON'],
      ['{"keys": []}', 'holds no key'],
      ['{"kty": "RSA", "d": "pl4nted"}', 'must be a private JWK'],
      ['{"keys": [{"kty": "OKP", "crv": "X25519", "x": "pl4nted", "d": "pl4nted"}, {}]}', /key [12] /],
    ])('are refused in a file that holds %s', async (text, reason) => {
      await writeFile(file, text);
      const starting = new SealingKeyHolder(directory, file).onModuleInit();
      await expect(starting).rejects.toThrow(reason);
      await expect(starting).rejects.not.toThrow('pl4nted');
    });
  });
});
