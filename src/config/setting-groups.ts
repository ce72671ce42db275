import { AccessSettings } from './groups/access.settings.js';
import { AuthSettings } from './groups/auth.settings.js';
import { CacheSettings } from './groups/cache.settings.js';
import { CredentialsSettings } from './groups/credentials.settings.js';
import { DevicesSettings } from './groups/devices.settings.js';
import { InventorySettings } from './groups/inventory.settings.js';
import { JobsSettings } from './groups/jobs.settings.js';
import { LimitsSettings } from './groups/limits.settings.js';
import { LogSettings } from './groups/log.settings.js';
import { MetricsSettings } from './groups/metrics.settings.js';
import { ParsingSettings } from './groups/parsing.settings.js';
import { PluginsSettings } from './groups/plugins.settings.js';
import { ProjectSettings } from './groups/project.settings.js';
import { RedisSettings } from './groups/redis.settings.js';
import { ServerSettings } from './groups/server.settings.js';
import { SsoSettings } from './groups/sso.settings.js';

/** The groups of the settings tree, in the order of the reference. */
export const SETTING_GROUPS = {
  project: ProjectSettings,
  server: ServerSettings,
  log: LogSettings,
  redis: RedisSettings,
  auth: AuthSettings,
  sso: SsoSettings,
  access: AccessSettings,
  limits: LimitsSettings,
  inventory: InventorySettings,
  credentials: CredentialsSettings,
  jobs: JobsSettings,
  devices: DevicesSettings,
  parsing: ParsingSettings,
  cache: CacheSettings,
  metrics: MetricsSettings,
  plugins: PluginsSettings,
} as const;

/** One filled instance of each group. */
export type SettingGroups = {
  readonly [Name in keyof typeof SETTING_GROUPS]: InstanceType<(typeof SETTING_GROUPS)[Name]>;
};
