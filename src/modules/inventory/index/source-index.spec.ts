import { Logger } from '@nestjs/common';
import { eventually } from '../../../../test/support/eventually.js';
import { ScriptedProvider, testRecord } from '../../../../test/support/scripted-provider.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import type { InventoryItem } from '../inventory.types.js';
import { CopyStore } from './copy-store.js';
import { SourceCopy } from './source-copy.js';
import { SourceIndex } from './source-index.js';

const A_DAY_MS = 86_400_000;

/** What resolves when it is told to. */
function gate(): { readonly closed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const closed = new Promise<void>((resolve) => (open = resolve));
  return { closed, open };
}

/** A store that holds up the parts of a copy. */
class SlowState extends MemorySharedState {
  parts = Promise.resolve();

  override async get(key: string): Promise<Buffer | undefined> {
    const value = await super.get(key);
    if (/:\d+$/.test(key)) await this.parts;
    return value;
  }
}

/** A source whose answers are on their way for a while. */
class FarProvider extends ScriptedProvider {
  way = Promise.resolve();

  override async find(name: string): Promise<InventoryItem | undefined> {
    const item = await super.find(name);
    await this.way;
    return item;
  }
}

/** A source that cannot be read once. */
class StumblingProvider extends ScriptedProvider {
  stumbles = false;

  override async *list(): AsyncIterable<readonly InventoryItem[]> {
    const stumbles = this.stumbles;
    this.stumbles = false;
    for await (const page of super.list()) {
      if (stumbles) throw new Error('it stumbled');
      yield page;
    }
  }
}

describe('SourceIndex', () => {
  const state = new SlowState();
  const store = new CopyStore(state, A_DAY_MS);
  let index: SourceIndex | undefined;

  beforeEach(() => {
    for (const level of ['log', 'warn', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
    }
  });

  afterEach(async () => {
    await index?.stop();
    jest.restoreAllMocks();
  });

  async function start(provider: ScriptedProvider): Promise<SourceIndex> {
    index = new SourceIndex({ name: 'source', provider, ttlMs: A_DAY_MS, maxStaleMs: A_DAY_MS, store });
    await state.deleteByPrefix('inventory:');
    await index.start();
    return index;
  }

  /** What another controller has read at a later time than this one so far. */
  async function readElsewhere(names: readonly string[]): Promise<void> {
    const loadedAt = await eventually(() => Date.now() > (index?.usableCopy?.loadedAt ?? 0) && Date.now());
    const copy = new SourceCopy(loadedAt);
    for (const name of names) copy.records.set(name, testRecord(name));
    await store.save('source', 'scripted', copy);
    await eventually(() => Date.now() > loadedAt);
  }

  const names = (): string[] => [...(index?.usableCopy?.records.keys() ?? [])];

  it('starts although its source never gets to watching', async () => {
    const provider = new ScriptedProvider('r1');
    provider.watch = () => gate().closed;
    await start(provider);
    await eventually(() => names().length === 1);
  });

  it('keeps what it has just read when the copy of another controller, which is older, comes late', async () => {
    const provider = new ScriptedProvider('r1');
    const { adoptStored, refresh } = bound(await start(provider));
    await readElsewhere(['r1', 'r2']);
    const { closed, open } = gate();
    state.parts = closed;
    const adopting = adoptStored();
    provider.items = ['r1', 'r2', 'r3'].map((name) => testRecord(name));
    await refresh();

    open();
    await adopting;

    expect(names()).toEqual(['r1', 'r2', 'r3']);
  });

  it('keeps the copy of another controller when a reading that began earlier ends later', async () => {
    const provider = new ScriptedProvider('r1');
    const { adoptStored, refresh } = bound(await start(provider));
    const { closed, open } = gate();
    provider.gate = closed;
    const reading = refresh();
    await eventually(() => provider.lists === 2);
    const begunBefore = Date.now();
    await eventually(() => Date.now() > begunBefore);
    await readElsewhere(['r1', 'r2']);
    await adoptStored();

    open();
    await reading;

    expect(names()).toEqual(['r1', 'r2']);
    expect([...((await store.load('source', 'scripted'))?.records.keys() ?? [])]).toEqual(['r1', 'r2']);
  });

  it('does not put an old answer of the source into a copy that was read since', async () => {
    const provider = new FarProvider('r1');
    const { ask, refresh } = bound(await start(provider));
    provider.items = [testRecord('r1'), testRecord('r2', { host: 'old.example.net' })];
    const { closed, open } = gate();
    provider.way = closed;
    const asking = ask('r2');
    await eventually(() => provider.found.length === 1);
    provider.items = [testRecord('r1'), testRecord('r2', { host: 'new.example.net' })];
    await refresh();

    open();
    await asking;

    expect(index?.usableCopy?.records.get('r2')?.device.host).toBe('new.example.net');
  });

  it('reads again for whoever asked during a reading that fails', async () => {
    const provider = new StumblingProvider('r1');
    const { refresh } = bound(await start(provider));
    const { closed, open } = gate();
    provider.gate = closed;
    provider.stumbles = true;
    const first = refresh();
    await eventually(() => provider.lists === 2);
    provider.items.push(testRecord('r2'));
    const second = refresh();

    open();
    await Promise.all([first, second]);

    expect(names()).toEqual(['r1', 'r2']);
    expect(index?.status.problem).toBeNull();
  });
});

function bound(index: SourceIndex) {
  return {
    adoptStored: () => index.adoptStored(),
    refresh: () => index.refresh(),
    ask: (name: string) => index.ask(name),
  };
}
