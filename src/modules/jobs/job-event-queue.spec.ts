import { JobEventQueue, type JobEvent } from './job-event-queue.js';

async function all(queue: JobEventQueue): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of queue) events.push(event);
  return events;
}

describe('JobEventQueue', () => {
  it('gives every event in order, and ends', async () => {
    const queue = new JobEventQueue();
    queue.push({ type: 'status', data: { status: 'QUEUED' } });
    const read = all(queue);
    queue.push({ type: 'output', data: { text: 'a' } }, 1);
    queue.end();
    queue.push({ type: 'output', data: { text: 'late' } }, 4);
    expect((await read).map(({ type }) => type)).toEqual(['status', 'output']);
  });

  it('keeps so much for a reader that does not read, and says where something is missing', async () => {
    const queue = new JobEventQueue();
    const text = 'x'.repeat(100_000);
    for (let index = 0; index < 100; index++) queue.push({ type: 'output', data: { text } }, text.length);
    queue.push({ type: 'status', data: { status: 'COMPLETE' } });
    queue.end();
    const types = (await all(queue)).map(({ type }) => type);
    expect(types).toEqual([...Array<string>(10).fill('output'), 'gap', 'status']);
  });
});
