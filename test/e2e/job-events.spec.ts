import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Lab } from '../../src/lab/lab.js';
import type { EmbeddedTom } from '../support/embedded-tom.js';
import { EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { LAB_LOGIN, LabTom } from '../support/lab-tom.js';

/** More than the buffers of a connection on the loopback take. */
const BIG_OUTPUT_BYTES = 24 * 1024 * 1024;
/** What it may take where the machine is busy with much else. */
const BIG_OUTPUT_TIME_MS = 60_000;

describe('following jobs, embedded, against the lab', () => {
  let both: LabTom;
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    const devices = [{ name: 'r1', platform: 'cisco_ios', bigOutputBytes: BIG_OUTPUT_BYTES }];
    both = await LabTom.start(devices, { settings: { shutdown_grace: 0 } });
    ({ lab, tom } = both);
  });

  afterEach(() => lab.device('r1').setFaults({}));

  afterAll(() => both.stop());

  const follow = (id: string, headers = {}, signal?: AbortSignal): EventStream =>
    new EventStream(`${tom.client.base}/api/job/${id}/events`, headers, signal);

  const queue = (command: string): Promise<string> => both.queue('r1', command);

  /** A job that keeps the device busy until it is aborted. */
  async function occupy(): Promise<() => Promise<unknown>> {
    await lab.device('r1').setFaults({ neverAnswer: 'command' });
    const id = await queue('show clock');
    await both.whenStatus(id, 'ACTIVE');
    return async () => {
      await lab.device('r1').setFaults({});
      await tom.client.delete(`/api/job/${id}`);
    };
  }

  it('shows its place, its states and its output as they come, and ends with the job', async () => {
    const free = await occupy();
    const [before, id] = [await queue('show clock'), await queue('show version')];
    const stream = follow(id);
    await eventually(() => stream.of('position').length > 0);
    expect(await stream.status).toBe(200);
    expect(stream.of('position')).toEqual([{ ahead: 2 }]);
    await tom.client.delete(`/api/job/${before}`);
    await eventually(() => stream.of('position').at(-1)?.ahead === 1);
    await free();
    await stream.ended;
    const { json } = await tom.client.get(`/api/job/${id}`);
    expect(stream.of('status').map(({ status }) => status)).toEqual(['QUEUED', 'ACTIVE', 'COMPLETE']);
    expect(stream.of('status')[0]).toMatchObject({ job_id: id, attempts: 0, error: null });
    const output = stream.of('output').map(({ text }) => text);
    expect(output.join('').trimEnd()).toBe(json.result?.data['show version']?.trimEnd());
    expect(stream.of('output')[0]).toMatchObject({ command: 'show version' });
    expect(stream.of('gap')).toEqual([]);
    expect(JSON.stringify(stream.events)).not.toContain(LAB_LOGIN.password);
  });

  it('repeats what came since the event that was seen last', async () => {
    const free = await occupy();
    const id = await queue('show version');
    const [whole, second] = [follow(id), new AbortController()];
    await eventually(() => whole.of('position').length > 0);
    await free();
    await whole.ended;
    const seen = whole.events.filter(({ event }) => event === 'output');
    expect(seen.length).toBeGreaterThan(0);
    const again = follow(id, { 'Last-Event-ID': '1-1' }, second.signal);
    await again.ended;
    expect(again.of('status').map(({ status }) => status)).toEqual(['COMPLETE']);
  });

  it('tells of a job that fails why it did', async () => {
    const free = await occupy();
    const id = await queue('show version');
    const stream = follow(id);
    await eventually(() => stream.of('position').length > 0);
    await tom.client.delete(`/api/job/${id}`);
    await stream.ended;
    expect(stream.of('status').at(-1)).toMatchObject({ status: 'ABORTED', error_type: 'aborted' });
    await free();
  });

  it(
    'is not held up by a follower that does not read, who is told that output is missing',
    async () => {
      const free = await occupy();
      const id = await queue('show tech-support');
      const reader = await followWithoutReading(id);
      await free();
      await eventually(
        async () => (await tom.client.get(`/api/job/${id}`)).json.status === 'COMPLETE',
        BIG_OUTPUT_TIME_MS,
      );
      reader.setEncoding('utf8');
      let text = '';
      for await (const chunk of reader) text += String(chunk);
      expect(text).toContain('event: output');
      expect(text).toContain('event: gap');
      expect(text).toMatch(/event: status\ndata: .*"COMPLETE"/);
      expect(text.length).toBeLessThan(BIG_OUTPUT_BYTES);
    },
    2 * BIG_OUTPUT_TIME_MS,
  );

  /** A connection on which a job is followed, and nothing read beyond the first answer. */
  async function followWithoutReading(id: string): Promise<Socket> {
    const { hostname, port } = new URL(tom.client.base);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /api/job/${id}/events HTTP/1.0\r\nHost: tom\r\n\r\n`);
    await once(socket, 'readable');
    return socket;
  }

  it('ends at once for a job that has ended, and is 404 for one that is not known', async () => {
    const { json } = await tom.client.send('r1', 'show clock');
    const stream = follow(json.job_id);
    await stream.ended;
    expect(stream.of('status')).toMatchObject([{ status: 'COMPLETE' }]);
    expect((await tom.client.get('/api/job/0193f2a4-5b6c-8d7e-8f90-00000a1b2c3d/events')).status).toBe(404);
  });

  it('does not hold up the end of the server', async () => {
    await occupy();
    const id = await queue('show version');
    const own = follow(id);
    await eventually(() => own.of('position').length > 0);
    await tom.stop();
    await own.ended;
  });
});
