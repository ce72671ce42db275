import { Logger } from '@nestjs/common';
import { eventually } from '../../../test/support/eventually.js';
import { TestInventory } from '../../../test/support/inventory-of.js';
import { ScriptedProvider, testRecord } from '../../../test/support/scripted-provider.js';
import { Secret } from '../../common/secret.js';
import { MemorySharedState } from '../state/adapters/memory.shared-state.js';
import { CopyStore } from './index/copy-store.js';
import { DeviceNotFoundError, InventoryUnavailableError } from './inventory.errors.js';

const GATE_NEVER = new Promise<void>(() => undefined);

describe('the inventory', () => {
  let errors: jest.SpyInstance;
  let started: TestInventory[] = [];

  beforeEach(() => {
    errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    for (const level of ['log', 'warn'] as const)
      jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
  });

  afterEach(async () => {
    await Promise.all(started.map((inventory) => inventory.stop()));
    started = [];
    jest.restoreAllMocks();
  });

  async function start(...args: ConstructorParameters<typeof TestInventory>): Promise<TestInventory> {
    const inventory = new TestInventory(...args);
    started.push(inventory);
    await inventory.start();
    return inventory;
  }

  it('answers from its copy, and asks the source for nothing', async () => {
    const source = new ScriptedProvider('r1', 'r2');
    const { service } = await start({ source });
    for (let round = 0; round < 100; round++) expect((await service.getDevice('r2')).host).toBe('r2.example.net');
    expect([source.lists, source.found]).toEqual([1, []]);
  });

  it('answers from its copy while the source is being read again', async () => {
    const source = new ScriptedProvider('r1');
    const { service, sources } = await start({ source });
    source.gate = GATE_NEVER;
    void sources.refresh();
    await eventually(() => source.lists === 2);
    expect((await service.getDevice('r1')).host).toBe('r1.example.net');
    expect(service.statuses[0]).toMatchObject({ isReading: true, isUsable: true });
  });

  it('asks the source once for a device that many want and no copy has, and keeps what it says', async () => {
    const source = new ScriptedProvider('r1');
    const { service } = await start({ source });
    source.items.push(testRecord('new'));
    const hosts = await Promise.all(Array.from({ length: 50 }, async () => (await service.getDevice('new')).host));
    expect(new Set(hosts)).toEqual(new Set(['new.example.net']));
    await service.getDevice('new');
    expect(source.found).toEqual(['new']);
  });

  it('asks once for a device that is not there, and names the nearest ones', async () => {
    const source = new ScriptedProvider('router1', 'Router1');
    const { service } = await start({ source });
    await expect(service.getDevice('ruoter1')).rejects.toThrow(DeviceNotFoundError);
    await expect(service.getDevice('ruoter1')).rejects.toThrow('did you mean "router1" or "Router1"?');
    expect(source.found).toEqual(['ruoter1']);
  });

  it('takes a device from the first source that knows it, and says from which', async () => {
    const first = new ScriptedProvider('r1');
    const second = new ScriptedProvider('r1', 'r2');
    second.items[0] = testRecord('r1', { host: 'other' });
    const { service } = await start({ first, second });
    const { record, source } = await service.find('r1');
    expect([record.device.host, source.name]).toEqual(['r1.example.net', 'first']);
    expect((await service.find('r2')).source.name).toBe('second');
    expect([...service.records()].map(({ record: { device } }) => device.host)).toEqual([
      'r1.example.net',
      'r2.example.net',
    ]);
  });

  describe('with a source that is down', () => {
    it('answers from the last good copy, says so, and names the fault once', async () => {
      const source = new ScriptedProvider('r1');
      const { service } = await start({ source });
      source.failure = 'connection refused';
      for (let round = 0; round < 3; round++) await service.refresh();
      expect((await service.getDevice('r1')).host).toBe('r1.example.net');
      expect(service.statuses[0]?.problem).toMatch(
        /"source" cannot be read: connection refused; answered from its copy of 20/,
      );
      expect(errors.mock.calls).toEqual([
        ['source cannot be read: connection refused; the last good version (1 devices) stays in force'],
      ]);
      await expect(service.getDevice('r9')).rejects.toThrow(InventoryUnavailableError);
      source.failure = undefined;
      await service.refresh();
      expect(service.statuses[0]?.problem).toBeNull();
      await expect(service.getDevice('r9')).rejects.toThrow(DeviceNotFoundError);
    });

    it('never had a copy: it is named, and devices of the others are there', async () => {
      const broken = new ScriptedProvider('r1');
      broken.failure = 'log-in refused';
      const { service } = await start({ broken, fine: new ScriptedProvider('r2') });
      expect((await service.find('r2')).source.name).toBe('fine');
      await expect(service.getDevice('r1')).rejects.toThrow('log-in refused');
      expect(() => service.records()).toThrow('inventory source "broken" cannot be read: log-in refused');
    });

    it('is not answered from a copy that is too old', async () => {
      const source = new ScriptedProvider('r1');
      const { service } = await start({ source }, { maxStaleMs: 0 });
      source.failure = 'gone';
      await eventually(() => service.statuses[0]?.isUsable === false);
      await expect(service.getDevice('r1')).rejects.toThrow('gone');
      expect(service.statuses[0]?.problem).toContain('older than inventory_max_stale');
    });

    it('is tried again until it is back', async () => {
      const source = new ScriptedProvider('r1');
      source.failure = 'down';
      const { service } = await start({ source }, { ttlMs: 10 });
      await eventually(() => source.lists >= 2);
      source.failure = undefined;
      await eventually(() => service.statuses[0]?.problem === null);
    });

    it('after a restart is answered from the stored copy, which holds no secret', async () => {
      const state = new MemorySharedState();
      const store = new CopyStore(state, 60_000);
      const source = new ScriptedProvider(...Array.from({ length: 2_500 }, (_, at) => `r${at}`));
      source.items.push(testRecord('secret', { enableSecret: new Secret('pl4nted') }));
      await start({ source }, { store }, state);
      source.failure = 'down';
      const { service } = await start({ source }, { store }, state);
      expect((await service.getDevice('r2400')).host).toBe('r2400.example.net');
      expect((await service.getDevice('secret')).enableSecret).toBeUndefined();
      source.identity = 'another address';
      const other = await start({ source }, { store }, state);
      await expect(other.service.getDevice('r1')).rejects.toThrow('down');
    });
  });

  it('takes over what another process has read anew', async () => {
    const state = new MemorySharedState();
    const store = new CopyStore(state, 60_000);
    const source = new ScriptedProvider('r1');
    const [one, two] = [await start({ source }, { store }, state), await start({ source }, { store }, state)];
    source.items = [testRecord('r1', { host: 'moved' })];
    await new Promise((resolve) => setTimeout(resolve, 2));
    await one.service.refresh();
    await eventually(async () => (await two.hostOf('r1')) === 'moved');
    expect(source.lists).toBe(2);
  });

  it('keeps what it has read itself while an older copy of another process was on its way', async () => {
    const state = new MemorySharedState();
    const store = new CopyStore(state, 60_000);
    const source = new ScriptedProvider('r1');
    const [one, two] = [await start({ source }, { store }, state), await start({ source }, { store }, state)];
    const load = store.load.bind(store);
    const pass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
    jest.spyOn(store, 'load').mockImplementationOnce(async (...args) => {
      const copy = await load(...args);
      source.items = [testRecord('r1', { host: 'moved' })];
      await pass();
      await two.service.refresh();
      return copy;
    });
    await pass();
    await one.service.refresh();
    await eventually(() => source.lists === 3);
    await pass();
    expect(await two.hostOf('r1')).toBe('moved');
  });

  it('that has a slow source starts all the same, and asks it for single devices meanwhile', async () => {
    const slow = new ScriptedProvider('r1');
    slow.gate = GATE_NEVER;
    const { service } = await start({ slow, quick: new ScriptedProvider('r2') });
    expect(service.statuses.map(({ isUsable }) => isUsable)).toEqual([false, true]);
    slow.gate = Promise.resolve();
    expect((await service.getDevice('r1')).host).toBe('r1.example.net');
  });

  it('names a poisoned record once, and keeps the record it had before', async () => {
    const source = new ScriptedProvider('r1', 'r2');
    const { service } = await start({ source });
    source.items = [
      { name: 'r1', fault: 'device "r1": host is missing' },
      { name: 'r3', fault: 'bad' },
      testRecord('r2'),
    ];
    for (let round = 0; round < 3; round++) await service.refresh();
    expect((await service.getDevice('r1')).host).toBe('r1.example.net');
    await expect(service.getDevice('r3')).rejects.toThrow('inventory source "source": bad');
    expect(errors.mock.calls).toEqual([['source: device "r1": host is missing'], ['source: bad']]);
  });

  it('refuses a name that two records of a source have', async () => {
    const source = new ScriptedProvider();
    source.items = [testRecord('r1', { host: 'a' }), testRecord('r1', { host: 'b' }), testRecord('r2')];
    const { service } = await start({ source });
    await expect(service.getDevice('r1')).rejects.toThrow(/"r1" is there more than once, with the hosts a and b/);
    expect((await service.getDevice('r2')).name).toBe('r2');
  });
});
