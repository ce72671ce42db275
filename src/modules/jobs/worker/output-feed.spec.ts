import { setImmediate as immediate } from 'node:timers/promises';
import { OutputFeed } from './output-feed.js';

type Message = Parameters<ConstructorParameters<typeof OutputFeed>[0]>[0];

describe('OutputFeed', () => {
  it('sends what comes together as one, a command at a time, in order', async () => {
    const sent: Message[] = [];
    const feed = new OutputFeed(async (message) => void sent.push(message));
    feed.add('a', 'one\n');
    feed.add('a', 'two\n');
    feed.add('b', 'three\n');
    await feed.flush();
    expect(sent.map(({ command, text, hasGap }) => [command, text, hasGap])).toEqual([
      ['a', 'one\ntwo\n', false],
      ['b', 'three\n', false],
    ]);
  });

  it('drops what it cannot send in time, and says so', async () => {
    const sent: Message[] = [];
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const feed = new OutputFeed(async (message) => {
      sent.push(message);
      await arrived;
    });
    for (let index = 0; index < 100; index++) feed.add('a', 'x'.repeat(100_000));
    expect(sent.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(1_048_576);
    arrive();
    await immediate();
    feed.add('a', 'end');
    await feed.flush();
    expect(sent.at(-1)).toMatchObject({ text: 'end', hasGap: true });
  });

  it('says so as well when nothing comes after it', async () => {
    const sent: Message[] = [];
    const feed = new OutputFeed(async (message) => void sent.push(message));
    feed.add('a', 'x'.repeat(2_000_000));
    await feed.flush();
    await feed.flush();
    expect(sent).toMatchObject([{ text: '', hasGap: true }]);
  });

  it('repeats what came after an event', async () => {
    const sent: Message[] = [];
    const feed = new OutputFeed(async (message) => void sent.push(message));
    for (const text of ['1', '2', '3']) {
      feed.add('a', text);
      await feed.flush();
    }
    feed.repeat(sent[0]?.eventId ?? '');
    expect(sent.map(({ text }) => text)).toEqual(['1', '2', '3', '2', '3']);
  });
});
