import { sessionOf } from '../../../../test/support/device-session.js';
import { commandJob } from '../../../../test/support/job-payloads.js';
import { Secret } from '../../../common/secret.js';
import { CredentialNotFoundError } from '../../credentials/credentials.errors.js';
import type { Credential } from '../../credentials/credential.types.js';
import type {
  CommandOptions,
  CommandReply,
  DeviceTarget,
  EnableOptions,
  UseOptions,
} from '../../devices/device-sessions.port.js';
import { AuthenticationFailedError, ConnectionRefusedError } from '../../devices/devices.errors.js';
import { SharedDeviceSlots } from '../../devices/session/shared-device-slots.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { GuardTables } from '../guard/guard-tables.js';
import { LoginGuard } from '../guard/login-guard.js';
import type { JobDelivery, JobOutcome } from '../job-queue.port.js';
import type { CommandJobPayload } from '../job.types.js';
import { ResultStore } from '../result-store.js';
import { DeviceGate } from './device-gate.js';
import { Metrics } from '../../../common/metrics/metrics.js';
import { CacheSettings } from '../../../config/groups/cache.settings.js';
import { MemoryCacheStore } from '../../cache/adapters/memory.cache-store.js';
import { OutputCache } from '../../cache/output-cache.js';
import { JobMeter } from './job-meter.js';
import { JobResults } from './job-results.js';
import { DeviceJobProcessor } from './device-job.processor.js';
import { DeviceWork } from './device-work.js';
import { JobFeed } from './job-feed.js';
import { FifoSemaphore } from './fifo-semaphore.js';

const CREDENTIAL: Credential = { id: 'lab', username: 'admin', password: new Secret('s3cret') };

/** A worker whose devices do as the test says. */
class Bench {
  readonly results = new ResultStore(new MemorySharedState(), 60_000);
  readonly gate = new DeviceGate();
  readonly slots: FifoSemaphore;
  readonly deviceSlots = new SharedDeviceSlots(new MemorySharedState());
  readonly begun: string[] = [];
  readonly forgotten: string[] = [];
  readonly used: { target: DeviceTarget; credential: Credential; options: UseOptions }[] = [];
  readonly sent: { command: string; options: CommandOptions | undefined }[] = [];
  readonly raised: (EnableOptions | undefined)[] = [];
  reply: Partial<CommandReply> = {};
  answer: (command: string) => Promise<string> = async (command) => `output of ${command}`;
  readonly processor: DeviceJobProcessor;

  constructor(concurrency = 10) {
    this.slots = new FifoSemaphore(concurrency);
    const session = sessionOf(
      async (command, options) => {
        this.sent.push({ command, options });
        return { output: await this.answer(command), ...this.reply };
      },
      { enable: async (options) => void this.raised.push(options) },
    );
    const work = new DeviceWork(
      {
        use: async (target, credential, work, options) => {
          this.used.push({ target, credential, options });
          return work(session);
        },
      },
      {
        stored: {
          get: async (id) => {
            if (id === 'lab') return CREDENTIAL;
            throw new CredentialNotFoundError(`credential "${id}" is not known`);
          },
          forget: (id) => void this.forgotten.push(id),
        },
        inline: {
          open: async ({ username }, { host }) => ({
            id: 'inline',
            username,
            password: new Secret(`opened for ${host}`),
          }),
          openSecret: async (sealed, { host }) => new Secret(`${sealed} opened for ${host}`),
        },
      },
      60_000,
    );
    const state = new MemorySharedState();
    const limits = { breaker: { threshold: 3, cooldownMs: 60_000 }, credentials: { cooldownMs: 60_000 } };
    this.processor = new DeviceJobProcessor(
      work,
      new JobResults(this.results, new OutputCache(new MemoryCacheStore(1_000), new CacheSettings(), new Metrics()), {
        forCache: (_, output) => output,
      }),
      {
        gate: this.gate,
        guard: new LoginGuard(state, new GuardTables(state), limits),
        slots: this.slots,
        sessions: this.deviceSlots,
        maxSessionsPerDevice: 1,
      },
      new JobFeed(state, this.gate),
      new JobMeter(new Metrics()),
    );
  }

  run(payload = commandJob(), changes: Partial<JobDelivery> = {}): Promise<JobOutcome> {
    const id = changes.id ?? 'job';
    const signal = new AbortController().signal;
    const begin = (): void => void this.begun.push(id);
    return this.processor.process({
      id,
      payload,
      createdAt: 0,
      attempts: 0,
      waitingSince: null,
      signal,
      begin,
      forbidRepeat: async () => undefined,
      ...changes,
    });
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('DeviceJobProcessor', () => {
  it('runs the commands in order and stores what they brought', async () => {
    const bench = new Bench();
    const outcome = await bench.run(commandJob('r1', { commands: ['show a', 'show b', 'show a'] }));
    expect(outcome).toEqual({ kind: 'completed' });
    expect(await bench.results.get('job')).toEqual({
      outputs: ['show a', 'show b', 'show a'].map((command) => ({ command, output: `output of ${command}` })),
    });
    expect(bench.used).toMatchObject([
      { target: { host: 'r1', port: 22, driver: 'cisco_ios' }, credential: CREDENTIAL },
    ]);
    expect(bench.used[0]?.options.repeatable).toBe(true);
    expect(bench.begun).toEqual(['job']);
  });

  it('bounds all commands of a try by one deadline', async () => {
    const bench = new Bench();
    const before = Date.now();
    await bench.run(commandJob('r1', { commands: ['show a', 'show b'], timeoutMs: 5_000 }));
    const [first, second] = bench.sent.map(({ options }) => options?.deadlineAt ?? 0);
    expect(first).toBeGreaterThanOrEqual(before + 5_000);
    expect(second).toBe(first);
  });

  it('opens an inline log-in for the device of the job', async () => {
    const bench = new Bench();
    const credential = { type: 'inlineSSH', username: 'u', sealedPassword: 'sealed' } as const;
    await bench.run(commandJob('r1', { credential }));
    expect(bench.used[0]?.credential.password?.reveal()).toBe('opened for r1');
  });

  it('raises the rights first, with the secret of the request, where that is asked for', async () => {
    const bench = new Bench();
    await bench.run(commandJob('r1', { enable: true, sealedSecret: 'sealed' }));
    await bench.run(commandJob('r1', { enable: true }));
    await bench.run();
    expect(bench.raised.map((options) => options?.secret?.reveal())).toEqual(['sealed opened for r1', undefined]);
  });

  it('passes on what to wait for in place of the prompt', async () => {
    const bench = new Bench();
    await bench.run(commandJob('r1', { expect: 'a.b' }));
    expect(bench.sent[0]?.options?.expect).toEqual(/a.b/);
  });

  it('keeps what the device refused, and what it logged', async () => {
    const bench = new Bench();
    const rejection = { reason: 'rejected', line: '% Invalid input' } as const;
    bench.reply = { rejection, logLines: ['%SYS-5-CONFIG_I: x'] };
    await bench.run(commandJob('r1', { commands: ['a'] }));
    expect(await bench.results.get('job')).toEqual({
      outputs: [{ command: 'a', output: 'output of a', rejection, logLines: ['%SYS-5-CONFIG_I: x'] }],
    });
  });

  it('tries again after a network error while tries are left', async () => {
    const bench = new Bench();
    bench.answer = async () => Promise.reject(new ConnectionRefusedError('r1:22 refuses'));
    expect(await bench.run(commandJob('r1', { retries: 2 }))).toMatchObject({ kind: 'retry' });
    expect(await bench.run(commandJob('r1', { retries: 2 }), { attempts: 1 })).toEqual({
      kind: 'failed',
      failure: { type: 'network', stage: 'connect', message: 'ConnectionRefused: r1:22 refuses' },
    });
  });

  it('never tries a refused log-in again', async () => {
    const bench = new Bench();
    bench.answer = async () => Promise.reject(new AuthenticationFailedError('r1:22 refuses user "admin"'));
    expect(await bench.run()).toMatchObject({ kind: 'failed', failure: { type: 'auth' } });
  });

  it('has a credential that was refused fetched anew', async () => {
    const bench = new Bench();
    bench.answer = async () => Promise.reject(new ConnectionRefusedError('r1:22 refuses'));
    await bench.run();
    expect(bench.forgotten).toEqual([]);
    bench.answer = async () => Promise.reject(new AuthenticationFailedError('r1:22 refuses user "admin"'));
    await bench.run();
    expect(bench.forgotten).toEqual(['lab']);
  });

  it('fails a job whose credential is not known, without a session', async () => {
    const bench = new Bench();
    const credential = { type: 'stored', credentialId: 'nope' } as const;
    expect(await bench.run(commandJob('r1', { credential }))).toMatchObject({
      kind: 'failed',
      failure: { type: 'credential', message: 'CredentialNotFound: credential "nope" is not known' },
    });
    expect(bench.used).toEqual([]);
  });

  it('fails a job it cannot understand, without a try', async () => {
    const bench = new Bench();
    const payload = { kind: 'configs' } as unknown as CommandJobPayload;
    expect(await bench.run(payload)).toMatchObject({ kind: 'failed', failure: { type: 'other' } });
    expect(bench.begun).toEqual([]);
  });

  it('runs a job again whose result could not be stored, also after its last try', async () => {
    const bench = new Bench();
    bench.results.put = async () => Promise.reject(new StateUnavailableError('Redis is away'));
    expect(await bench.run(commandJob('r1', { retries: 1 }))).toMatchObject({ kind: 'retry' });
  });

  it('begins no second job at a device that is busy, nor takes an execution slot for it', async () => {
    const bench = new Bench(2);
    let finish = (_: string): void => undefined;
    bench.answer = () => new Promise((resolve) => (finish = resolve));
    const first = bench.run(commandJob('r1'), { id: 'first' });
    const second = bench.run(commandJob('r1'), { id: 'second' });
    const other = bench.run(commandJob('r2'), { id: 'other' });
    await turn();
    expect(bench.begun).toEqual(['first', 'other']);
    finish('');
    await other;
    bench.answer = async () => '';
    await turn();
    expect(bench.begun).toEqual(['first', 'other']);
    void first;
    void second;
  });

  it('runs no more jobs at a time than it may', async () => {
    const bench = new Bench(2);
    let running = 0;
    let most = 0;
    bench.answer = async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
      return '';
    };
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => bench.run(commandJob(`r${index}`))));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['completed']));
    expect(most).toBe(2);
  });

  it('frees its device before it stores the result', async () => {
    const bench = new Bench();
    const stored: (() => void)[] = [];
    bench.results.put = () => new Promise((resolve) => stored.push(resolve));
    const jobs = ['first', 'second'].map((id) => bench.run(commandJob('r1'), { id }));
    await turn();
    expect(bench.begun).toEqual(['first', 'second']);
    for (const finish of stored) finish();
    await Promise.all(jobs);
  });

  it('starts the next 20 jobs of a device without a timer, and without a word from the shared store', async () => {
    const bench = new Bench(20);
    await bench.run(commandJob('r1'), { id: 'warm' });
    const questions = [
      'get',
      'set',
      'setField',
      'getFields',
      'deleteField',
      'acquireLease',
      'renewLease',
      'publish',
    ] as const;
    for (const name of questions)
      jest.spyOn(MemorySharedState.prototype, name).mockReturnValue(new Promise<never>(() => undefined));
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const ids = Array.from({ length: 20 }, (_, index) => `job ${index}`);
    for (const id of ids) void bench.run(commandJob('r1'), { id });
    const waits = timers.mock.calls.length;
    for (let step = 0; step < 2_000; step++) await Promise.resolve();
    const later = timers.mock.calls.length - waits;
    jest.restoreAllMocks();
    expect(bench.begun).toEqual(['warm', ...ids]);
    expect(later).toBe(0);
  });

  it('fails with `gating` when the device stays busy for too long', async () => {
    const bench = new Bench();
    bench.answer = () => new Promise(() => undefined);
    void bench.run(commandJob('r1'), { id: 'first' });
    const outcome = await bench.run(commandJob('r1', { maxQueueWaitMs: 10 }), { id: 'second' });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { type: 'gating' } });
    expect(bench.begun).toEqual(['first']);
  });

  it('hands a job back when it is given up, whether it waits or runs, and leaves no trace', async () => {
    const bench = new Bench(1);
    const abort = new AbortController();
    bench.answer = () =>
      new Promise((_, reject) => abort.signal.addEventListener('abort', () => reject(new Error('session ended'))));
    const { signal } = abort;
    const jobs = ['r1', 'r1', 'r2'].map((host) => bench.run(commandJob(host), { signal, id: host }));
    await turn();
    abort.abort();
    expect(await Promise.all(jobs)).toEqual(Array(3).fill({ kind: 'handed_back' }));
    expect([bench.gate.busyDevices, bench.slots.taken, bench.slots.waiting]).toEqual([0, 0, 0]);
  });
});
