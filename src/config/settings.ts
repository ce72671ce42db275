import { Secret } from '../common/secret.js';
import type { AccessSettings } from './groups/access.settings.js';
import type { AuthSettings } from './groups/auth.settings.js';
import type { CacheSettings } from './groups/cache.settings.js';
import type { CredentialsSettings } from './groups/credentials.settings.js';
import type { DevicesSettings } from './groups/devices.settings.js';
import type { InventorySettings } from './groups/inventory.settings.js';
import type { JobsSettings } from './groups/jobs.settings.js';
import type { LimitsSettings } from './groups/limits.settings.js';
import type { LogSettings } from './groups/log.settings.js';
import type { MetricsSettings } from './groups/metrics.settings.js';
import type { ParsingSettings } from './groups/parsing.settings.js';
import type { PluginsSettings } from './groups/plugins.settings.js';
import type { RedisSettings } from './groups/redis.settings.js';
import type { ServerSettings } from './groups/server.settings.js';
import type { SsoSettings } from './groups/sso.settings.js';
import { didYouMean } from '../common/nearest-names.js';
import { KEY_CATALOGUE } from './key-catalogue.js';
import { readGroup, type ReadContext } from './read-group.js';
import type { SettingGroups } from './setting-groups.js';
import type { SettingEntry } from './setting-values.js';
import type { SettingsClass } from './setting.decorator.js';
import { SettingsError } from './settings.errors.js';

/** How the keys of credentials in variables begin. */
export const CREDENTIAL_VARIABLES = 'credential_';

/** The settings of this process: typed, checked, defaults filled in, never changed after the start. */
export class Settings {
  /** Absolute path at which relative paths start. */
  readonly projectRoot: string;
  readonly server: ServerSettings;
  readonly log: LogSettings;
  readonly redis: RedisSettings;
  readonly auth: AuthSettings;
  readonly sso: SsoSettings;
  readonly access: AccessSettings;
  readonly limits: LimitsSettings;
  readonly inventory: InventorySettings;
  readonly credentials: CredentialsSettings;
  readonly jobs: JobsSettings;
  readonly devices: DevicesSettings;
  readonly parsing: ParsingSettings;
  readonly cache: CacheSettings;
  readonly metrics: MetricsSettings;
  readonly plugins: PluginsSettings;

  /** Holds the values as read, secrets in clear text: out of reach of whatever prints this object. */
  readonly #context: ReadContext;

  constructor(groups: SettingGroups, context: ReadContext) {
    this.#context = context;
    this.projectRoot = groups.project.root;
    this.server = groups.server;
    this.log = groups.log;
    this.redis = groups.redis;
    this.auth = groups.auth;
    this.sso = groups.sso;
    this.access = groups.access;
    this.limits = groups.limits;
    this.inventory = groups.inventory;
    this.credentials = groups.credentials;
    this.jobs = groups.jobs;
    this.devices = groups.devices;
    this.parsing = groups.parsing;
    this.cache = groups.cache;
    this.metrics = groups.metrics;
    this.plugins = groups.plugins;
  }

  /**
   * The settings `plugin_<name>_<key>` as an instance of `type`, whose properties carry `@Setting` and class-validator
   * decorators. May be repeated. Throws `SettingsError` with every fault.
   */
  plugin<T extends object>(name: string, type: SettingsClass<T>): T {
    const { group, faults } = readGroup(type, { ...this.#context, keyPrefix: `plugin_${name}_` });
    if (faults.length > 0) throw new SettingsError(faults);
    return group;
  }

  /** Notes on settings of plugins that none of those loaded has; `known` are all the keys that they have. */
  notesOnPluginKeys(known: readonly string[]): string[] {
    const isStray = ({ key }: SettingEntry): boolean =>
      key.startsWith('plugin_') && !KEY_CATALOGUE.has(key) && !known.includes(key);
    return this.#context.values
      .all()
      .filter(isStray)
      .map(({ key, where }) => `${where}: unknown setting "${key}" is ignored${didYouMean(key, known)}`);
  }

  /** Variables that hold credentials, by what comes after `TOM_WORKER_CREDENTIAL_`, in lower case. */
  credentialVariables(): ReadonlyMap<string, Secret> {
    const ofCredentials = this.#context.values.all().filter(({ key }) => key.startsWith(CREDENTIAL_VARIABLES));
    // The strongest source comes first, and has the last word.
    return new Map(
      ofCredentials
        .reverse()
        .map(({ key, value }) => [key.slice(CREDENTIAL_VARIABLES.length), new Secret(String(value))]),
    );
  }
}
