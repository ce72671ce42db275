import { Secret } from '../../../common/secret.js';
import type { Caller } from '../../auth/caller.types.js';
import { defaultPort } from '../../devices/default-port.js';
import { factsOfDevice } from '../../inventory/device-facts.js';
import type { InventoryDevice } from '../../inventory/inventory.types.js';
import type { ParsingWish } from '../job-output.types.js';
import type { CommandOrder, ConfigOrder, OrderedCredential } from '../job-orders.types.js';
import type { JobDevice } from '../job.types.js';
import { CredentialMissingError } from '../jobs.errors.js';
import type { JobRequestFields } from './job-request.fields.js';
import type { RawCommandRequest } from './raw-command.request.js';
import type { SendCommandRequest } from './send-command.request.js';
import type { CommandSpec, SendCommandsRequest } from './send-commands.request.js';
import type { SendConfigsRequest } from './send-configs.request.js';
import type { SharedRequestFields } from './shared-request.fields.js';

/** What a request that cannot say so is given: tries in all, and the longest wait for the device. */
const DEFAULT_RETRIES = 3;
const DEFAULT_MAX_QUEUE_WAIT_SECONDS = 300;

type SingleOrMany = SharedRequestFields & { use_cache: boolean; retries?: number; max_queue_wait?: number };

interface WantedCommand {
  readonly command: string;
  readonly wish: ParsingWish | null;
}

/** What a command says of itself, without what it leaves to the request. */
function withoutNulls(spec: Partial<CommandSpec>): { [Key in keyof CommandSpec]?: NonNullable<CommandSpec[Key]> } {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== null));
}

/** What a request says of the parsing of one command. With raw_output the text itself is the answer: nothing is parsed. */
function wishFor(request: SharedRequestFields & { template?: string | null }, spec?: CommandSpec): ParsingWish | null {
  if (request.raw_output || !(spec?.parse ?? request.parse)) return null;
  const own = withoutNulls(spec ?? {});
  const { parser, template = null, template_source: source, include_raw: includeRaw } = { ...request, ...own };
  return { parser, template, source, includeRaw };
}

function toOrder(
  caller: Caller,
  request: SingleOrMany,
  device: JobDevice,
  credentialId: string | null,
  wanted: readonly WantedCommand[],
): CommandOrder {
  return {
    caller,
    facts: {},
    device,
    credential: chooseCredential(request, credentialId),
    commands: wanted.map(({ command }) => command),
    wishes: wanted.map(({ wish }) => wish),
    enable: request.enable,
    secret: chooseSecret(request),
    ownSecret: null,
    expect: request.expect,
    timeoutMs: request.timeout * 1000,
    retries: triesOf(request.retries ?? DEFAULT_RETRIES),
    maxQueueWaitMs: (request.max_queue_wait ?? DEFAULT_MAX_QUEUE_WAIT_SECONDS) * 1000,
    cache: {
      useCache: request.use_cache,
      isExplicit: request.isCacheExplicit,
      refresh: request.cache_refresh,
      ttlSeconds: request.cache_ttl,
    },
  };
}

/** 0 tries once: so the existing broker takes it. */
function triesOf(retries: number): number {
  return Math.max(1, retries);
}

function chooseCredential(request: JobRequestFields, credentialId: string | null): OrderedCredential {
  const { username, password } = request;
  if (username !== null && password !== null) return { type: 'inline', username, password: new Secret(password) };
  if (username !== null || password !== null) {
    const [given, missing] = username === null ? ['password', 'username'] : ['username', 'password'];
    throw new CredentialMissingError(
      `${given} was given without ${missing}; give both, or neither to use the stored credential`,
    );
  }
  if (credentialId !== null) return { type: 'stored', credentialId };
  throw new CredentialMissingError('Must provide either credential_id or username and password');
}

function chooseSecret({ enable, secret }: SharedRequestFields): Secret | null {
  if (secret === null) return null;
  if (!enable) {
    throw new CredentialMissingError('secret was given without enable; set enable to true to use it, or leave it out');
  }
  return new Secret(secret);
}

function toJobDevice(device: InventoryDevice): JobDevice {
  const { name, host, port, adapterDriver, adapterOptions } = device;
  return { name, host, port, driver: adapterDriver, options: adapterOptions };
}

/** @throws CredentialMissingError */
export function orderForCommand(caller: Caller, request: SendCommandRequest, device: InventoryDevice): CommandOrder {
  const wanted = [{ command: request.command, wish: wishFor(request) }];
  const order = toOrder(caller, request, toJobDevice(device), device.credentialId, wanted);
  return { ...order, facts: factsOfDevice(device), ownSecret: device.enableSecret ?? null };
}

/** @throws CredentialMissingError */
export function orderForCommands(caller: Caller, request: SendCommandsRequest, device: InventoryDevice): CommandOrder {
  const wanted = request.commands.map((spec) => ({ command: spec.command, wish: wishFor(request, spec) }));
  const order = toOrder(caller, request, toJobDevice(device), device.credentialId, wanted);
  return { ...order, facts: factsOfDevice(device), ownSecret: device.enableSecret ?? null };
}

/** @throws CredentialMissingError */
export function orderForRawCommand(caller: Caller, request: RawCommandRequest): CommandOrder {
  const { host, device_type: driver } = request;
  const port = request.port ?? defaultPort(driver);
  const wanted = [{ command: request.command, wish: wishFor(request) }];
  const device = { name: null, host, port, driver, options: {} };
  // A credential named beside a log-in goes first, as on the existing broker.
  const asked = request.credential_id === null ? request : { ...request, username: null, password: null };
  return toOrder(caller, asked, device, request.credential_id, wanted);
}

/** @throws CredentialMissingError */
export function orderForConfigs(caller: Caller, request: SendConfigsRequest, device: InventoryDevice): ConfigOrder {
  return {
    caller,
    facts: factsOfDevice(device),
    device: toJobDevice(device),
    credential: chooseCredential(request, device.credentialId),
    ownSecret: device.enableSecret ?? null,
    lines: request.config_lines,
    push: {
      stopOnError: request.stop_on_error,
      commit: request.commit,
      save: request.save,
      dryRun: request.dry_run,
      diff: request.diff,
      confirmWithinMinutes: request.confirm_within,
      // As the two libraries of the existing broker show what they did.
      transcriptForm: device.adapter === 'scrapli' ? 'lines' : 'dialogue',
    },
    timeoutMs: request.timeout * 1000,
    retries: triesOf(request.retries),
    maxQueueWaitMs: request.max_queue_wait * 1000,
  };
}
