import { Logger } from '@nestjs/common';
import { eventually } from '../../../../test/support/eventually.js';
import { AccessSettings } from '../../../config/groups/access.settings.js';
import type { Settings } from '../../../config/settings.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { chainFaults } from '../audit-chain.js';
import { AUDIT_COUNTERS_KEY, AUDIT_LOG_KEY } from '../audit-keys.js';
import { AuditReader, type AuditPage } from '../audit-reader.js';
import { looseRecord, placeRecord, type AuditRecord } from '../audit-record.js';
import { SharedAuditLog } from './shared.audit-log.js';

Logger.overrideLogger(false);

async function recordsOf(state: MemorySharedState): Promise<AuditRecord[]> {
  const entries = await state.readLog(AUDIT_LOG_KEY, 100_000);
  return entries.map(({ value }) => JSON.parse(value) as AuditRecord).sort((a, b) => a.seq - b.seq);
}

function readerOf(log: SharedAuditLog, state: MemorySharedState, auditMaxEntries = 100_000): AuditReader {
  return new AuditReader(log, state, { access: { ...new AccessSettings(), auditMaxEntries } } as Settings);
}

describe('the audit log', () => {
  it('numbers the events of all processes, each in a chain of its own', async () => {
    const state = new MemorySharedState();
    const [one, two] = [new SharedAuditLog(state, 1_000), new SharedAuditLog(state, 1_000)];
    for (let index = 0; index < 10; index++) {
      one.record({ action: 'a', outcome: String(index) });
      two.record({ action: 'b', outcome: String(index) });
      if (index % 3 === 0) await one.close();
    }
    await Promise.all([one.close(), two.close()]);
    const records = await recordsOf(state);
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const ofOne = records.filter(({ action }) => action === 'a').map(({ outcome }) => Number(outcome));
    expect(ofOne).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(chainFaults(records)).toEqual({ missing: [], altered: [] });
  });

  it('shows what is missing and what was altered', async () => {
    const state = new MemorySharedState();
    const log = new SharedAuditLog(state, 1_000);
    for (let index = 0; index < 10; index++) log.record({ action: 'a', outcome: 'x', device: `r${index}` });
    await log.close();
    const records = await recordsOf(state);
    expect(chainFaults(records.filter(({ seq }) => seq !== 4))).toEqual({ missing: [4], altered: [5] });
    const changed = records.map((record) => (record.seq === 7 ? { ...record, device: 'r99' } : record));
    expect(chainFaults(changed)).toEqual({ missing: [], altered: [7] });
    const swapped = records.map((record) => (record.seq === 7 ? { ...records[7], seq: 7 } : record)) as AuditRecord[];
    expect(chainFaults(swapped).altered).toContain(7);
  });

  it('stores later what it could not store', async () => {
    const state = new MemorySharedState();
    const increment = state.increment.bind(state);
    state.increment = () => Promise.reject(new StateUnavailableError('away'));
    const log = new SharedAuditLog(state, 1_000);
    log.record({ action: 'a', outcome: 'first' });
    await log.close();
    expect(await recordsOf(state)).toEqual([]);
    state.increment = increment;
    log.record({ action: 'a', outcome: 'second' });
    await eventually(async () => (await recordsOf(state)).length === 2);
    expect((await recordsOf(state)).map(({ outcome }) => outcome)).toEqual(['first', 'second']);
    await log.close();
  });

  it('keeps the numbers of what could not be stored at once', async () => {
    const state = new MemorySharedState();
    const append = state.append.bind(state);
    jest.spyOn(state, 'append').mockRejectedValueOnce(new StateUnavailableError('away'));
    // Stored, but the answer is lost.
    jest.spyOn(state, 'append').mockImplementationOnce(async (...args) => {
      await append(...args);
      throw new StateUnavailableError('away');
    });
    const log = new SharedAuditLog(state, 1_000);
    for (const outcome of ['first', 'second', 'third']) {
      log.record({ action: 'a', outcome });
      await log.close();
    }
    const { events, faults } = await readerOf(log, state).find({ limit: 10 });
    expect(events.map(({ outcome }) => outcome)).toEqual(['third', 'second', 'first']);
    expect(faults).toEqual({ missing: [], altered: [] });
  });

  it('says how many were lost, however often the store could not be told', async () => {
    const state = new MemorySharedState();
    const increment = jest.spyOn(state, 'increment').mockRejectedValue(new StateUnavailableError('away'));
    const log = new SharedAuditLog(state, 100_000);
    for (let tries = 1; tries <= 3; tries++) {
      for (let index = 0; index < 10_100; index++) log.record({ action: 'a', outcome: String(index) });
      await log.close();
    }
    increment.mockRestore();
    await log.close();
    const records = await recordsOf(state);
    const lost = records.filter(({ action }) => action === 'audit.lost').map(({ detail }) => Number(detail.events));
    expect(lost.reduce((sum, events) => sum + events, records.length - lost.length)).toBe(30_300);
  });

  it('keeps the fingerprint of a key', async () => {
    const state = new MemorySharedState();
    const log = new SharedAuditLog(state, 1_000);
    log.record({ action: 'host_key.changed', outcome: 'refused', detail: { fingerprint: 'SHA256:FPq0' } });
    await log.close();
    expect((await recordsOf(state))[0]?.detail).toEqual({ fingerprint: 'SHA256:FPq0' });
  });

  it('keeps no secret', async () => {
    const state = new MemorySharedState();
    const log = new SharedAuditLog(state, 1_000);
    log.record({ action: 'a', outcome: 'x', detail: { lines: ['enable secret 0 pl4nted', 'no shutdown'], n: 1 } });
    await log.close();
    expect((await recordsOf(state))[0]?.detail).toEqual({ lines: ['enable secret 0 ***', 'no shutdown'], n: 1 });
  });
});

describe('reading the audit log', () => {
  it('finds what the process has just recorded', async () => {
    const state = new MemorySharedState();
    const log = new SharedAuditLog(state, 1_000);
    const reader = new AuditReader(log, state, { access: new AccessSettings() } as Settings);
    for (const outcome of ['first', 'second']) {
      log.record({ action: 'a', outcome });
      expect((await reader.find({ limit: 1 })).events).toMatchObject([{ outcome }]);
    }
    await log.close();
  });

  it('misses nothing that others have numbered and are about to store', async () => {
    const state = new MemorySharedState();
    const [slow, quick] = [new SharedAuditLog(state, 1_000), new SharedAuditLog(state, 1_000)];
    quick.record({ action: 'a', outcome: 'first' });
    await quick.stored();
    const readLog = jest.spyOn(state, 'readLog');
    const append = state.append.bind(state);
    jest.spyOn(state, 'append').mockImplementationOnce(async (...args) => {
      await eventually(() => readLog.mock.calls.length > 0);
      await append(...args);
    });
    slow.record({ action: 'a', outcome: 'slow' });
    await eventually(async () => (await state.getFields(AUDIT_COUNTERS_KEY)).seq === '2');
    quick.record({ action: 'a', outcome: 'quick' });
    await quick.stored();
    const { events, faults } = await readerOf(quick, state).find({ limit: 10 });
    expect(events.map(({ outcome }) => outcome)).toEqual(['quick', 'slow', 'first']);
    expect(faults).toEqual({ missing: [], altered: [] });
  });

  it.each([
    ['its oldest were let go', 5_000, 7_050],
    ['a part of it is looked at', 100_000, 12_050],
  ])('takes nothing for missing that was stored out of its turn, where %s', async (_, auditMaxEntries, count) => {
    const state = new MemorySharedState();
    const [last, blocks] = [{ a: '', b: '' }, [] as string[][]];
    for (let seq = 1; seq <= count; seq += 100) {
      const writer = blocks.length % 2 === 0 ? 'a' : 'b';
      const block = Array.from({ length: Math.min(100, count - seq + 1) }, (_unused, index) => {
        const record = placeRecord(looseRecord({ action: 'a', outcome: 'x' }, {}, writer), seq + index, last[writer]);
        last[writer] = record.hash;
        return JSON.stringify(record);
      });
      blocks.push(block);
    }
    // Of two writers the second one stores first, each time.
    for (let at = 0; at < blocks.length; at += 2) {
      for (const block of blocks.slice(at, at + 2).reverse()) await state.append(AUDIT_LOG_KEY, block, auditMaxEntries);
    }
    await state.increment(AUDIT_COUNTERS_KEY, 'seq', count);
    const reader = readerOf(new SharedAuditLog(state, auditMaxEntries), state, auditMaxEntries);
    const { events, faults } = await reader.find({ limit: 3 });
    expect(events.map(({ seq }) => seq)).toEqual([count, count - 1, count - 2]);
    expect(faults).toEqual({ missing: [], altered: [] });
  });

  it('shows that the newest were taken away', async () => {
    const state = new MemorySharedState();
    const log = new SharedAuditLog(state, 1_000);
    for (let index = 1; index <= 5; index++) log.record({ action: 'a', outcome: 'x' });
    await log.close();
    const reader = new AuditReader(log, state, { access: new AccessSettings() } as Settings);
    await state.increment(AUDIT_COUNTERS_KEY, 'seq', 2);
    expect((await reader.find({ limit: 1 })).faults).toEqual({ missing: [6, 7], altered: [] });
    expect((await reader.find({ limit: 1, before: 5 })).faults).toEqual({ missing: [], altered: [] });
    await state.delete(AUDIT_LOG_KEY);
    expect((await reader.find({ limit: 1 })).faults).toEqual({ missing: [7], altered: [] });
  });

  it('goes page by page, and finds what is asked for', async () => {
    const state = new MemorySharedState();
    const log = new SharedAuditLog(state, 1_000);
    for (let index = 1; index <= 25; index++) log.record({ action: index % 5 === 0 ? 'five' : 'a', outcome: 'x' });
    await log.close();
    const reader = new AuditReader(log, state, { access: new AccessSettings() } as Settings);
    const seqs = ({ events }: AuditPage): number[] => events.map(({ seq }) => seq);
    const first = await reader.find({ limit: 10 });
    expect(seqs(first)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
    const second = await reader.find({ limit: 20, before: first.next ?? 0 });
    expect([seqs(second).length, second.next]).toEqual([15, null]);
    expect(seqs(await reader.find({ action: 'five', limit: 3 }))).toEqual([25, 20, 15]);
    expect((await reader.find({ limit: 10, until: 0 })).events).toEqual([]);
    expect((await reader.find({ limit: 10, user: 'x' })).faults).toEqual({ missing: [], altered: [] });
  });
});
