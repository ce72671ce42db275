import { Module, type DynamicModule } from '@nestjs/common';
import { HealthModule } from './common/health/health.module.js';
import { MetricsModule } from './common/metrics/metrics.module.js';
import type { Role } from './config/role.js';
import type { Settings } from './config/settings.js';
import { SettingsModule } from './config/settings.module.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { AuthorizationModule } from './modules/auth/authorization.module.js';
import { JobsModule } from './modules/jobs/jobs.module.js';
import { PluginsModule } from './modules/plugins/plugins.module.js';
import { StateModule } from './modules/state/state.module.js';

export interface AppOptions {
  /** `standalone` is both halves in one process. */
  readonly role: Role;
  readonly settings: Settings;
}

type LoadHalf = (settings: Settings, jobs: DynamicModule) => Promise<DynamicModule>;

// Each half is imported only where it is wanted: a controller's process never loads a driver or a credential store.
const loadController: LoadHalf = async (_, jobs) =>
  (await import('./controller.module.js')).ControllerModule.register(jobs);
const loadWorker: LoadHalf = async (settings, jobs) =>
  (await import('./worker.module.js')).WorkerModule.register(settings, jobs);

const HALVES: Readonly<Record<Role, readonly LoadHalf[]>> = {
  controller: [loadController],
  worker: [loadWorker],
  standalone: [loadController, loadWorker],
};

/** The root of every Tom process: what a process does is what this graph contains. */
@Module({})
export class AppModule {
  static async register({ role, settings }: AppOptions): Promise<DynamicModule> {
    const jobs = JobsModule.register(settings);
    const plugins = await PluginsModule.register(settings);
    const halves = await Promise.all(HALVES[role].map((load) => load(settings, jobs)));
    return {
      module: AppModule,
      imports: [
        SettingsModule.register(settings),
        MetricsModule,
        HealthModule,
        StateModule.register(settings.redis),
        AuthorizationModule,
        AuditModule,
        plugins,
        ...halves,
      ],
    };
  }
}
