import assert from 'node:assert/strict';
import type { InventoryProvider } from '../../modules/inventory/inventory-provider.port.js';
import { InventoryUnavailableError } from '../../modules/inventory/inventory.errors.js';
import { isFault, type InventoryItem } from '../../modules/inventory/inventory.types.js';
import type { ContractCheck } from './contract-check.js';

/** A provider to look at, with what it should know. */
export interface InventoryProviderSubject {
  /** The provider, at a source that answers. It is closed by whoever made it. */
  provider(this: void): InventoryProvider;
  /** Names of all devices of the source, in its order. */
  readonly names: readonly string[];
  /** Makes the source fail from now on, and well again; without it failures are not looked at. */
  breakSource?(this: void): Promise<void> | void;
  mendSource?(this: void): Promise<void> | void;
}

const NEVER = new AbortController().signal;

async function readAll(provider: InventoryProvider, signal = NEVER): Promise<InventoryItem[]> {
  const items: InventoryItem[] = [];
  for await (const page of provider.list(signal)) items.push(...page);
  return items;
}

function nameOf(item: InventoryItem): string | null {
  return isFault(item) ? item.name : item.device.name;
}

/** What Tom relies on with an inventory provider. */
export function inventoryProviderContract(subject: InventoryProviderSubject): readonly ContractCheck[] {
  const [known = ''] = subject.names;
  return [...listingChecks(subject), ...findingChecks(subject, known), ...failureChecks(subject, known)];
}

function listingChecks({ provider, names }: InventoryProviderSubject): ContractCheck[] {
  return [
    {
      name: 'lists every device in the order of the source, and again when it is asked again',
      run: async () => {
        assert.deepEqual((await readAll(provider())).map(nameOf), names);
        assert.deepEqual((await readAll(provider())).map(nameOf), names);
      },
    },
    {
      name: 'gives records that are complete, hold no class instances, and have no field that it does not describe',
      run: async () => {
        for (const item of await readAll(provider())) {
          assert.ok(!isFault(item), `a fault: ${JSON.stringify(item)}`);
          const { device, fields } = item;
          for (const text of [device.name, device.host, device.adapterDriver, device.credentialId]) {
            assert.ok(typeof text === 'string' && text !== '');
          }
          assert.ok(Number.isInteger(device.port) && device.port >= 1 && device.port <= 65_535);
          assert.ok(['netmiko', 'scrapli'].includes(device.adapter));
          assert.deepEqual(JSON.parse(JSON.stringify(fields)), { ...fields });
        }
      },
    },
    {
      name: 'stops when it is told to',
      run: async () => {
        const abort = new AbortController();
        abort.abort(new InventoryUnavailableError('stopped'));
        await assert.rejects(readAll(provider(), abort.signal));
      },
    },
  ];
}

function findingChecks({ provider }: InventoryProviderSubject, known: string): ContractCheck[] {
  return [
    {
      name: 'finds one device by its name, the same as in the list',
      run: async () => {
        const listed = (await readAll(provider())).find((item) => nameOf(item) === known);
        assert.deepEqual(await provider().find(known, NEVER), listed);
      },
    },
    {
      name: 'finds nothing for a name that is not there, or differs in case',
      run: async () => {
        assert.equal(await provider().find('no-such-device', NEVER), undefined);
        const other = known === known.toUpperCase() ? known.toLowerCase() : known.toUpperCase();
        if (other !== known) assert.equal(await provider().find(other, NEVER), undefined);
      },
    },
    {
      name: 'has an identity, and describes its fields and filters',
      run: () => {
        const { identity, fields, filters } = provider();
        assert.ok(identity !== '');
        for (const text of Object.values(fields)) assert.ok(text !== '');
        for (const { description, patterns } of Object.values(filters)) {
          assert.ok(description !== '');
          for (const field of Object.keys(patterns)) assert.ok(field in fields, `no field ${field}`);
        }
        return Promise.resolve();
      },
    },
  ];
}

function failureChecks(
  { provider, breakSource, mendSource }: InventoryProviderSubject,
  known: string,
): ContractCheck[] {
  if (breakSource === undefined) return [];
  return [
    {
      name: 'fails with InventoryUnavailableError while the source does, never with an empty list, and works again after it',
      run: async () => {
        await breakSource();
        try {
          await assert.rejects(readAll(provider()), InventoryUnavailableError);
          await assert.rejects(provider().find(known, NEVER), InventoryUnavailableError);
        } finally {
          await mendSource?.();
        }
        assert.ok((await readAll(provider())).length > 0);
      },
    },
  ];
}
