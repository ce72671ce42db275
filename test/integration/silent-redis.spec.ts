import { once } from 'node:events';
import { RedisConnections } from '../../src/modules/state/redis-connections.js';
import { redisTarget } from '../../src/modules/state/redis-options.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { SilentProxy } from '../support/silent-proxy.js';

const PULSE_MS = 400;

describeWith(['redis-server'], 'Connections to Redis that go silent without an end', () => {
  let server: RedisServer;
  let proxy: SilentProxy;
  let redis: RedisConnections;

  beforeEach(async () => {
    server = await RedisServer.start();
    proxy = await SilentProxy.start(server.port);
    redis = new RedisConnections(redisTarget(Object.assign(server.settings, { port: proxy.port })), PULSE_MS);
    await redis.onModuleInit();
  });

  afterEach(async () => {
    await redis.onApplicationShutdown();
    proxy.stop();
    await server.remove();
  });

  it('are made anew, and commands are answered again', async () => {
    expect(await redis.commands.ping()).toBe('PONG');
    proxy.forgetConnections();
    await eventually(async () => (await redis.commands.ping().catch(() => '')) === 'PONG');
  });

  it('are made anew, and messages are heard again by who only listens', async () => {
    const heard = new Set<string>();
    redis.subscriber.on('message', (_channel: string, message: string) => heard.add(message));
    await redis.subscriber.subscribe('news');
    proxy.forgetConnections();
    await new Promise<void>((resolve) => redis.subscriber.once('close', () => resolve()));
    await eventually(async () => {
      await redis.commands.publish('news', 'back').catch(() => undefined);
      return heard.has('back');
    });
  });

  it('are made anew, and who waits for work is given it', async () => {
    const blocking = redis.blocking();
    await once(blocking, 'ready');
    proxy.forgetConnections();
    const work = eventually(async () => (await blocking.brpop('work', 0.1)) ?? undefined);
    await eventually(async () => redis.commands.rpush('work', 'job').then(Boolean, () => false));
    expect(await work).toEqual(['work', 'job']);
  });

  it('are left alone while they are only idle', async () => {
    let closed = 0;
    redis.commands.on('close', () => closed++);
    const { stream } = redis.commands as unknown as { stream: { bytesRead: number } };
    const before = stream.bytesRead;
    await eventually(() => stream.bytesRead > before + 3 * '+PONG\r\n'.length);
    expect(closed).toBe(0);
  });
});
