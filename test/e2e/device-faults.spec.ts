import { Lab } from '../../src/lab/lab.js';
import type { LabDevice } from '../../src/lab/lab-device.js';
import type { LabFaults } from '../../src/lab/lab-faults.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';

const LOGIN = { username: 'admin', password: 'pl4nted' };

interface FaultCase {
  readonly name: string;
  readonly faults: LabFaults;
  readonly type: string;
  readonly stage: string;
  readonly sentence: RegExp;
}

const FAULTS: readonly FaultCase[] = [
  {
    name: 'refuses connections',
    faults: { refuseConnections: true },
    type: 'network',
    stage: 'connect',
    sentence: /^ConnectionRefused: /,
  },
  {
    name: 'accepts and never speaks',
    faults: { neverAnswer: 'connect' },
    type: 'timeout',
    stage: 'key_exchange',
    sentence: /^HandshakeTimeout: /,
  },
  {
    name: 'never answers the log-in',
    faults: { neverAnswer: 'login' },
    type: 'timeout',
    stage: 'authenticate',
    sentence: /^AuthenticationTimeout: /,
  },
  {
    name: 'never shows a prompt',
    faults: { neverAnswer: 'prompt' },
    type: 'timeout',
    stage: 'prompt',
    sentence: /^PromptNotFound: /,
  },
  {
    name: 'never answers the commands that prepare a session',
    faults: { neverAnswer: 'command' },
    type: 'timeout',
    stage: 'paging',
    sentence: /^CommandTimeout: /,
  },
  {
    name: 'refuses the password',
    faults: { wrongPassword: true },
    type: 'auth',
    stage: 'authenticate',
    sentence: /^AuthenticationFailed: /,
  },
];

const COMMAND = 'show interfaces';

describe('a device that', () => {
  let lab: Lab;
  let device: LabDevice;
  let tom: EmbeddedTom;
  let healthyOutput: string | undefined;

  beforeAll(async () => {
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    device = lab.device('r1');
    tom = await EmbeddedTom.start({
      devices: {
        r1: { port: device.port, adapter_driver: 'cisco_ios' },
        hasty: {
          port: device.port,
          adapter_driver: 'cisco_ios',
          adapter_options: { conn_timeout: 1, auth_timeout: 2 },
        },
      },
      credentials: { lab: LOGIN },
      // Each fault is met anew: nothing that failed before keeps a job from its device.
      settings: { credential_cooldown: 0, breaker_threshold: 0 },
    });
    healthyOutput = await outputOf(COMMAND);
  });

  // New sessions each time: a warm one would not notice a fault of the log-in.
  beforeEach(() => device.disconnectAll());

  afterEach(() => device.setFaults({}));

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  async function send(more: Record<string, unknown> = {}, name = 'r1'): Promise<Record<string, unknown>> {
    const body = { commands: [COMMAND], wait: true, retries: 1, timeout: 20, use_cache: false, ...more };
    const { json } = await tom.client.post(`/api/device/${name}/send_commands`, body);
    return json as unknown as Record<string, unknown>;
  }

  async function outputOf(command: string): Promise<string | undefined> {
    return (await tom.client.send('r1', command)).json.result?.data[command];
  }

  it.each(FAULTS)('$name gives an error of its own within its deadline, and works again when healed', async (fault) => {
    await device.setFaults(fault.faults);
    const job = await send({ timeout: 2 }, 'hasty');
    expect(job).toMatchObject({ status: 'FAILED', result: null, error_type: fault.type, error_stage: fault.stage });
    expect(job.error).toMatch(fault.sentence);
    expect(job.error).toContain(`127.0.0.1:${device.port}`);
    await device.setFaults({});
    expect(await outputOf(COMMAND)).toBe(healthyOutput);
  });

  it('never answers a command on a warm session gives an error that says so, and works again when healed', async () => {
    await outputOf('show clock');
    await device.setFaults({ neverAnswer: 'command' });
    const job = await send({ timeout: 1 });
    expect(job).toMatchObject({ status: 'FAILED', result: null, error_type: 'timeout', error_stage: 'command' });
    expect(job.error).toMatch(/^CommandTimeout: .*show interfaces/);
    await device.setFaults({});
    expect(await outputOf(COMMAND)).toBe(healthyOutput);
  });

  it('lets a deadline pass is free at once for the next job, which gets a session of its own', async () => {
    await outputOf('show clock');
    const { connections, commands } = device.log;
    const before = commands.length;
    await device.setFaults({ neverAnswer: 'command' });
    const late = send({ timeout: 1 });
    await eventually(() => commands.length > before);
    // The shell that has fallen silent stays so.
    await device.setFaults({});
    const next = send({ max_queue_wait: 10 });
    expect(await late).toMatchObject({ status: 'FAILED', error_type: 'timeout', error_stage: 'command' });
    expect(await next).toMatchObject({ status: 'COMPLETE', result: { data: { [COMMAND]: healthyOutput } } });
    expect([device.log.connections - connections, device.log.maxSessionsOpen]).toEqual([1, 1]);
  });

  it('drops the connection in the middle of its output gives an error and no short output', async () => {
    await device.setFaults({ dropAfterBytes: 5_000 });
    const job = await send();
    expect(job).toMatchObject({ status: 'FAILED', result: null, error_type: 'network', error_stage: 'command' });
    expect(job.error).toMatch(/^ConnectionLost: /);
    await device.setFaults({});
    expect(await outputOf(COMMAND)).toBe(healthyOutput);
  });

  it('dropped a warm session between two jobs is logged in to again, unnoticed', async () => {
    await outputOf('show clock');
    device.disconnectAll();
    expect(await send()).toMatchObject({ status: 'COMPLETE', attempts: 1 });
  });

  it.each<[string, LabFaults]>([
    ['sends every byte by itself', { splitBytes: true }],
    ['shows its prompt in pieces', { slowPromptMs: 20 }],
    ['greets with lines that look like prompts and questions', { banner: true }],
    ['takes its time', { delayMs: 200 }],
  ])('%s gives the same output as ever', async (_, faults) => {
    await device.setFaults(faults);
    expect(await send()).toMatchObject({
      status: 'COMPLETE',
      result: { data: { [COMMAND]: healthyOutput } },
    });
  });

  it('waits in order: jobs at one device never share it', async () => {
    await device.setFaults({ delayMs: 20 });
    const before = device.log.commands.length;
    await Promise.all(Array.from({ length: 10 }, () => send()));
    expect(device.log.maxSessionsOpen).toBe(1);
    expect(device.log.commands.slice(before).filter(({ text }) => text === COMMAND)).toHaveLength(10);
  });

  it('is busy for longer than max_queue_wait fails the job that waits, and says behind what', async () => {
    await outputOf('show clock');
    await device.setFaults({ delayMs: 4_000 });
    const before = device.log.commands.length;
    const first = send();
    await eventually(() => device.log.commands.length > before);
    expect(await send({ max_queue_wait: 1 })).toMatchObject({ status: 'FAILED', error_type: 'gating', attempts: 0 });
    expect(await first).toMatchObject({ status: 'COMPLETE' });
  });
});
