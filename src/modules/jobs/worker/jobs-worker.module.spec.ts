import { sessionOf } from '../../../../test/support/device-session.js';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { commandJob } from '../../../../test/support/job-payloads.js';
import { Secret } from '../../../common/secret.js';
import { HealthModule } from '../../../common/health/health.module.js';
import { MetricsModule } from '../../../common/metrics/metrics.module.js';
import { CacheSettings } from '../../../config/groups/cache.settings.js';
import { MetricsSettings } from '../../../config/groups/metrics.settings.js';
import { JobsSettings } from '../../../config/groups/jobs.settings.js';
import { RedisSettings } from '../../../config/groups/redis.settings.js';
import { AuditLog, type AuditEvent } from '../../audit/audit-log.port.js';
import { CredentialProvider } from '../../credentials/credential-provider.port.js';
import { InlineCredentialOpener } from '../../credentials/inline-credential-opener.port.js';
import { DeviceSlots } from '../../devices/device-slots.port.js';
import { DeviceSessions } from '../../devices/device-sessions.port.js';
import { StateModule } from '../../state/state.module.js';
import { JobQueue } from '../job-queue.port.js';
import { JobsModule } from '../jobs.module.js';
import { ResultStore } from '../result-store.js';
import { SecretMasks } from '../../devices/masking/secret-masks.js';
import { JobsWorkerModule } from './jobs-worker.module.js';

const credential = { id: 'lab', username: 'u', password: new Secret('p') };
const sessions: DeviceSessions = {
  use: async (_target, _credential, work) => work(sessionOf(async () => ({ output: 'up' }))),
};
const recorded: AuditEvent[] = [];
const PORTS = [
  { provide: AuditLog, useValue: { record: (event: AuditEvent) => recorded.push(event) } },
  { provide: DeviceSessions, useValue: sessions },
  { provide: DeviceSlots, useValue: { take: async () => () => undefined } },
  { provide: CredentialProvider, useValue: { get: async () => credential } },
  { provide: InlineCredentialOpener, useValue: {} },
  { provide: SecretMasks, useValue: { forCache: (_: string, output: string) => output } },
];

@Global()
@Module({ providers: PORTS, exports: PORTS })
class DeviceSide {}

describe('JobsWorkerModule', () => {
  let app: TestingModule;

  beforeEach(async () => {
    const redis = new RedisSettings();
    const jobs = JobsModule.register({
      redis,
      jobs: new JobsSettings(),
      cache: new CacheSettings(),
      metrics: new MetricsSettings(),
    });
    const worker = JobsWorkerModule.register(new JobsSettings(), [jobs, DeviceSide]);
    app = await Test.createTestingModule({
      imports: [MetricsModule, HealthModule, StateModule.register(redis), jobs, worker],
    }).compile();
    app.useLogger(false);
  });

  it('takes jobs from the start of the application to its end', async () => {
    const queue = app.get(JobQueue, { strict: false });
    const early = await queue.enqueue(commandJob());
    expect(await queue.get(early.id)).toMatchObject({ status: 'QUEUED' });

    await app.init();
    expect(await queue.waitUntilFinished(early.id, 10_000)).toMatchObject({ status: 'COMPLETE', attempts: 1 });
    expect(await app.get(ResultStore, { strict: false }).get(early.id)).toEqual({
      outputs: [{ command: 'show version', output: 'up' }],
    });

    expect(recorded).toEqual([
      expect.objectContaining({ action: 'commands.ended', outcome: 'completed', job: early.id }),
    ]);

    await app.close();
    const late = await queue.enqueue(commandJob());
    expect(await queue.waitUntilFinished(late.id, 20)).toMatchObject({ status: 'QUEUED' });
  });
});
