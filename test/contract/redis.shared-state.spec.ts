import { inspect } from 'node:util';
import { Test, type TestingModule } from '@nestjs/testing';
import { Secret } from '../../src/common/secret.js';
import type { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { RedisConnections } from '../../src/modules/state/redis-connections.js';
import { SharedState } from '../../src/modules/state/shared-state.port.js';
import { StateModule } from '../../src/modules/state/state.module.js';
import { StateUnavailableError } from '../../src/modules/state/state.errors.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { itKeepsTheSharedStateContract } from './shared-state.contract.js';

describeWith(['redis-server'], 'RedisSharedState', () => {
  let redis: RedisServer;
  let app: TestingModule;
  let state: SharedState;

  async function boot(changes: Partial<RedisSettings> = {}): Promise<TestingModule> {
    const settings = Object.assign(redis.settings, changes);
    const compiled = await Test.createTestingModule({ imports: [StateModule.register(settings)] }).compile();
    compiled.useLogger(false);
    return compiled.init();
  }

  beforeAll(async () => {
    redis = await RedisServer.start();
    app = await boot();
    state = app.get(SharedState);
  });

  afterAll(async () => {
    await app.close();
    await redis.remove();
  });

  itKeepsTheSharedStateContract(() => state);

  it('is one store for several processes', async () => {
    const other = await boot();
    const heard: string[] = [];
    await other.get(SharedState).subscribe('news', (message) => heard.push(message));
    await state.set('shared', 'x');
    await state.publish('news', 'hello');
    expect((await other.get(SharedState).get('shared'))?.toString()).toBe('x');
    await eventually(() => heard.length === 1);
    await other.close();
  });

  it('deletes by prefix among many keys', async () => {
    await Promise.all(Array.from({ length: 3_000 }, (_, index) => state.set(`many:${index % 2}:${index}`, 'x')));
    expect(await state.deleteByPrefix('many:0:')).toBe(1_500);
    expect(await state.deleteByPrefix('many:')).toBe(1_500);
  });

  it('rejects while Redis is away, then resumes by itself, subscriptions included', async () => {
    const heard: string[] = [];
    await state.subscribe('outage', (message) => heard.push(message));
    await redis.stop();
    await expect(state.get('x')).rejects.toThrow(StateUnavailableError);
    await expect(state.increment('x', 'n')).rejects.toThrow(/Redis at 127\.0\.0\.1:\d+ does not answer/);
    await expect(state.acquireLease('x', 'a', 1_000)).rejects.toThrow(StateUnavailableError);
    await expect(state.publish('x', 'y')).rejects.toThrow(StateUnavailableError);
    expect(await state.isReachable()).toBe(false);

    await redis.resume();
    await eventually(() => state.isReachable());
    await eventually(async () => {
      await state.publish('outage', 'back');
      return heard.length > 0;
    });
  });

  it('rejects what was under way when Redis ends', async () => {
    redis.freeze();
    const asked = [state.get('x'), state.set('x', '1'), state.increment('x', 'n')];
    const settled = Promise.allSettled(asked);
    await redis.stop('SIGKILL');
    expect((await settled).map((answer) => answer.status)).toEqual(['rejected', 'rejected', 'rejected']);
    await redis.resume();
    await eventually(() => state.isReachable());
  });

  it('rejects when Redis takes the command and does not answer', async () => {
    redis.freeze();
    await expect(state.get('x')).rejects.toThrow(StateUnavailableError);
    redis.thaw();
    await eventually(() => state.isReachable());
  });

  it('shows no password when Redis refuses it', async () => {
    await app.get(RedisConnections).commands.config('SET', 'requirepass', 'right');
    const intruder = await boot({ password: new Secret('wr0ng') });
    const errors = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        intruder
          .get(SharedState)
          .get(`x${index}`)
          .catch((error: unknown) => error),
      ),
    );
    expect(errors[0]).toBeInstanceOf(StateUnavailableError);
    expect(inspect(errors, { depth: 20, showHidden: true })).not.toContain('wr0ng');
    await intruder.close();
    await app.get(RedisConnections).commands.config('SET', 'requirepass', '');
  });

  it('starts without Redis, and works once it is there', async () => {
    await redis.stop();
    const early = await boot();
    expect(await early.get(SharedState).isReachable()).toBe(false);
    await redis.resume();
    await eventually(() => early.get(SharedState).isReachable());
    await early.close();
  });
});
