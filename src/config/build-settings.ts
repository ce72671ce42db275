import { resolve } from 'node:path';
import { didYouMean } from '../common/nearest-names.js';
import type { AuthSettings } from './groups/auth.settings.js';
import { REDIS_ADDRESS_KEYS } from './groups/redis.settings.js';
import { ProjectSettings } from './groups/project.settings.js';
import type { ServerSettings } from './groups/server.settings.js';
import type { SsoSettings } from './groups/sso.settings.js';
import { KEY_CATALOGUE } from './key-catalogue.js';
import { BUILT_IN_CREDENTIAL_STORES, BUILT_IN_INVENTORIES, KNOWN_PLUGINS } from './plugins/known-plugins.js';
import { readGroup, type ReadContext } from './read-group.js';
import { halvesOf, type Role, type SettingRole } from './role.js';
import { SETTING_GROUPS, type SettingGroups } from './setting-groups.js';
import { SettingValues, type SettingEntry, type SettingSource } from './setting-values.js';
import { CREDENTIAL_VARIABLES, Settings } from './settings.js';
import { sourceNames, unknownSourceFault, unknownStoreFault } from './source-names.js';

/** Settings made of sources, and what is to be said about them. */
export interface BuiltSettings {
  /** Not to be used when there are faults. */
  readonly settings: Settings;
  /** One sentence each: what stops the start. */
  readonly faults: readonly string[];
  /** One sentence each: what is worth a warning. */
  readonly notes: readonly string[];
}

/** Whether the sources name a Redis server. */
export function namesRedis(values: SettingValues): boolean {
  return REDIS_ADDRESS_KEYS.some((key) => values.find(key, ['controller', 'worker']) !== undefined);
}

/** The plugins that are in use, by half. */
function pluginsInUse({ inventory, credentials }: SettingGroups): Readonly<Record<SettingRole, readonly string[]>> {
  return { controller: sourceNames(inventory), worker: [credentials.plugin] };
}

/** Notes on settings that are unknown or have no effect. */
class NoteWriter {
  private readonly inUse: Readonly<Record<SettingRole, readonly string[]>>;

  constructor(
    private readonly groups: SettingGroups,
    private readonly context: ReadContext,
  ) {
    this.inUse = pluginsInUse(groups);
  }

  noteOf({ key, where }: SettingEntry): string | undefined {
    const known = KEY_CATALOGUE.get(key);
    if (known === undefined) return this.isLeftToOthers(key) ? undefined : unknownKeyNote(key, where);
    const roles = known.roles.filter((role) => this.context.halves.includes(role));
    if (roles.length === 0) return undefined;
    const unused = this.unusedPlugin(known.plugin, roles);
    return unused === undefined ? undefined : `${where}: ${key} ${unused}`;
  }

  /** Settings of plugins are known once those are loaded; those of the credential store `env` are credentials. */
  private isLeftToOthers(key: string): boolean {
    if (this.groups.credentials.plugin === 'env' && key.startsWith(CREDENTIAL_VARIABLES)) return true;
    const isOfKnownPlugin = KNOWN_PLUGINS.some(({ name }) => key.startsWith(`plugin_${name}_`));
    return key.startsWith('plugin_') && !isOfKnownPlugin && this.groups.plugins.modules.length > 0;
  }

  private unusedPlugin(plugin: string | undefined, roles: readonly SettingRole[]): string | undefined {
    if (plugin === undefined || roles.some((role) => this.inUse[role].includes(plugin))) return undefined;
    return `is present though unused: "${plugin}" is not in use`;
  }
}

function unknownKeyNote(key: string, where: string): string {
  return `${where}: unknown setting "${key}" is ignored${didYouMean(key, KEY_CATALOGUE.keys())}`;
}

function redisNotes(values: SettingValues): string[] {
  const find = (key: string): SettingEntry | undefined => values.find(key, ['controller', 'worker']);
  const [url, host] = [find('redis_url'), find('redis_host')];
  if (url !== undefined && host !== undefined) return [`${host.where}: redis_host is overruled by redis_url`];
  if (namesRedis(values)) return [];
  return values
    .all()
    .filter(({ key }) => key.startsWith('redis_') && KEY_CATALOGUE.has(key))
    .map(
      ({ key, where }) =>
        `${where}: ${key} has no effect without redis_host, redis_url, redis_sentinels or redis_cluster; Tom runs embedded`,
    );
}

function pluginFaults(groups: SettingGroups, context: ReadContext): string[] {
  const inUse = pluginsInUse(groups);
  const isOpen = isStoreLeftOpen(context);
  return KNOWN_PLUGINS.flatMap(({ name, half, settings }) =>
    settings !== undefined &&
    context.halves.includes(half) &&
    inUse[half].includes(name) &&
    !(isOpen && half === 'worker')
      ? readGroup(settings, { ...context, keyPrefix: `plugin_${name}_` }).faults
      : [],
  );
}

/** Names of inventory sources that nothing has; with plugins only the start can tell. */
function sourceFaults({ inventory, plugins }: SettingGroups, { halves }: ReadContext): string[] {
  if (plugins.modules.length > 0 || !halves.includes('controller')) return [];
  const key = inventory.sources.length > 0 ? 'inventory_sources' : 'inventory_type';
  return sourceNames(inventory).flatMap((name) =>
    BUILT_IN_INVENTORIES.includes(name) ? [] : [unknownSourceFault(key, name, BUILT_IN_INVENTORIES)],
  );
}

/** Whether a worker is to take its credentials from Vault because nothing is said, Vault's address neither. */
function isStoreLeftOpen({ values, halves }: ReadContext): boolean {
  const isSet = (key: string): boolean => values.find(key, ['worker']) !== undefined;
  return halves.includes('worker') && namesRedis(values) && !isSet('credential_plugin') && !isSet('plugin_vault_url');
}

/** Likewise for the credential store. */
function storeFaults({ credentials: { plugin }, plugins }: SettingGroups, context: ReadContext): string[] {
  if (isStoreLeftOpen(context)) {
    return [
      'credentials of devices: set plugin_vault_url for Vault, the default of a worker, or another credential_plugin ("yaml", "files", "env", "aws_secrets_manager")',
    ];
  }
  if (plugins.modules.length > 0 || !context.halves.includes('worker')) return [];
  return BUILT_IN_CREDENTIAL_STORES.includes(plugin) ? [] : [unknownStoreFault(plugin, BUILT_IN_CREDENTIAL_STORES)];
}

/** A mode of authentication that lacks what it needs. */
function authFaults(auth: AuthSettings, sso: SsoSettings): string[] {
  const faults: string[] = [];
  if ((auth.mode === 'jwt' || auth.mode === 'hybrid') && !sso.providers.some(({ isEnabled }) => isEnabled)) {
    faults.push(`auth_mode "${auth.mode}" needs at least one enabled provider in jwt_providers`);
  }
  if (auth.mode === 'api_key' && auth.apiKeys.length === 0) {
    faults.push('auth_mode "api_key" needs at least one "key:user" in api_keys');
  }
  return faults;
}

function tlsFaults({ tlsCertFile, tlsKeyFile }: ServerSettings): string[] {
  return (tlsCertFile === undefined) === (tlsKeyFile === undefined)
    ? []
    : ['tls_cert and tls_key must be set together'];
}

/** Faults of values that are right by themselves and wrong together. */
function combinationFaults({ auth, sso, server, redis }: Settings, role: Role): string[] {
  const faults = [...authFaults(auth, sso), ...tlsFaults(server)];
  if (redis.sentinels.length > 0 && redis.cluster.length > 0) {
    faults.push('redis_sentinels and redis_cluster exclude each other; set the one that your Redis is');
  }
  if (redis.cluster.length > 0 && redis.db !== 0) {
    faults.push('redis_db must be 0 with redis_cluster: a cluster has no other database');
  }
  if ((redis.tlsCertFile === undefined) !== (redis.tlsKeyFile === undefined)) {
    faults.push('redis_tls_certfile and redis_tls_keyfile must be set together');
  }
  if (role === 'worker' && !redis.isConfigured) {
    faults.push(
      'A worker needs Redis: set redis_url, redis_host, redis_sentinels or redis_cluster; without Redis start Tom by its main entry alone',
    );
  }
  return faults;
}

function withComputedDefaults(groups: SettingGroups, { values }: ReadContext): SettingGroups {
  const isConfigured = namesRedis(values);
  Object.assign(groups.redis, { isConfigured });
  if (groups.auth.mode !== 'none' && values.find('host', ['controller']) === undefined) {
    Object.assign(groups.server, { host: '0.0.0.0' });
  }
  const isSet = (key: string): boolean => values.find(key, ['worker']) !== undefined;
  if (!isConfigured && !isSet('credential_plugin') && !isSet('plugin_vault_url')) {
    Object.assign(groups.credentials, { plugin: 'yaml' });
  }
  return groups;
}

/** Settings of a process with this role from these sources; relative paths of `project_root` start at `cwd`. */
export function buildSettings(role: Role, sources: readonly SettingSource[], cwd: string): BuiltSettings {
  const values = new SettingValues(sources);
  const halves = halvesOf(role);
  const project = readGroup(ProjectSettings, { values, halves, projectRoot: cwd }).group;
  const context: ReadContext = { values, halves, projectRoot: resolve(cwd, project.root) };
  const read = Object.entries(SETTING_GROUPS).map(([name, type]) => [name, readGroup<object>(type, context)] as const);
  const groups = Object.fromEntries(read.map(([name, { group }]) => [name, group])) as unknown as SettingGroups;
  Object.assign(groups.project, { root: context.projectRoot });
  const settings = new Settings(withComputedDefaults(groups, context), context);
  const notes = new NoteWriter(groups, context);
  return {
    settings,
    faults: [
      ...read.flatMap(([, { faults }]) => faults),
      ...sourceFaults(groups, context),
      ...storeFaults(groups, context),
      ...pluginFaults(groups, context),
      ...combinationFaults(settings, role),
    ],
    notes: [...values.all().flatMap((entry) => notes.noteOf(entry) ?? []), ...redisNotes(values)],
  };
}
