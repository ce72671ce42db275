import assert from 'node:assert/strict';
import { Secret } from '../../common/secret.js';
import type { CredentialProvider } from '../../modules/credentials/credential-provider.port.js';
import { CredentialNotFoundError, CredentialStoreError } from '../../modules/credentials/credentials.errors.js';
import type { ContractCheck } from './contract-check.js';

/** A store to look at, with what it should know. */
export interface CredentialProviderSubject {
  /** The provider, started, at a store that answers. It is stopped by whoever made it. */
  provider(this: void): CredentialProvider;
  /** Ids of all credentials, in order. */
  readonly ids: readonly string[];
  /** Texts that no error may hold. */
  readonly secrets: readonly string[];
  /** Makes the store fail from now on, and well again; without it failures are not looked at. */
  breakStore?(this: void): Promise<void> | void;
  mendStore?(this: void): Promise<void> | void;
}

async function failureOf(asked: Promise<unknown>): Promise<Error> {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error, 'it did not reject with an error');
  return error;
}

/** What Tom relies on with a credential store. */
export function credentialProviderContract(subject: CredentialProviderSubject): readonly ContractCheck[] {
  const { provider, ids, breakStore, mendStore } = subject;
  const checks: ContractCheck[] = [
    { name: 'lists its ids in order', run: async () => assert.deepEqual([...(await provider().listIds())], [...ids]) },
    {
      name: 'gives each with its id and name, its secrets wrapped',
      run: async () => {
        for (const id of ids) {
          const { id: own, username, password, privateKey, agentSocket, answers } = await provider().get(id);
          assert.equal(own, id);
          assert.ok(typeof username === 'string' && username !== '');
          assert.ok([password, privateKey, agentSocket, answers].some((way) => way !== undefined));
          for (const one of [password, privateKey?.key]) assert.ok(one === undefined || one instanceof Secret);
        }
      },
    },
    {
      name: 'says of an unknown id that it has none, with the id',
      run: async () => {
        const error = await failureOf(provider().get('no such credential'));
        assert.ok(error instanceof CredentialNotFoundError, error.message);
        assert.ok(error.message.includes('no such credential'));
      },
    },
  ];
  if (breakStore === undefined || mendStore === undefined) return checks;
  return [...checks, failureCheck({ ...subject, breakStore, mendStore })];
}

function failureCheck({
  provider,
  ids,
  secrets,
  breakStore,
  mendStore,
}: Required<CredentialProviderSubject>): ContractCheck {
  return {
    name: 'says of a store that fails that it does, without a secret, and serves again when it is well',
    run: async () => {
      const [id = ''] = ids;
      await breakStore();
      try {
        for (const asked of [provider().listIds(), provider().check()]) {
          const error = await failureOf(asked);
          assert.ok(error instanceof CredentialStoreError, error.message);
          assert.ok(secrets.every((secret) => !error.message.includes(secret)));
        }
      } finally {
        await mendStore();
      }
      assert.equal((await provider().get(id)).id, id);
    },
  };
}
