import { Logger } from '@nestjs/common';
import type { Secret } from '../../../common/secret.js';
import { errorMessage } from '../../../common/tom-error.js';
import { NO_CONTEXT, type SourceOfTruthSettings } from '../../../config/plugins/source-of-truth.settings.js';
import { JsonClient } from '../http/json-client.js';
import { FaultLog } from '../index/fault-log.js';
import { InventoryProvider } from '../inventory-provider.port.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import type { InventoryItem } from '../inventory.types.js';
import { objectOf, textOrNone } from './json-value.js';
import type { AskPath } from './netbox.locations.js';
import { DeviceMapper, type DeviceRecord, type PlatformDriver } from './source-of-truth.device.js';

const DEVICES = '/api/dcim/devices/';
/** Most devices of one name that are looked at: more than one is a fault already. */
const MOST_NAMESAKES = 10;
/** How often one goes back, in one reading, for devices that others have shifted. */
const MOST_STEPS_BACK = 20;

/** What tells NetBox and Nautobot apart. */
export interface SourceOfTruthDialect {
  /** As the settings name it. */
  readonly source: string;
  readonly authorization: Secret;
  /** What every request for devices says: filters, and which parts of a record are wanted. */
  readonly query: URLSearchParams;
  /** Filters by ids, which the source is asked for with every reading; what it throws is told as a fault of the source. */
  readonly idFilter?: (ask: AskPath) => Promise<URLSearchParams>;
  readonly platformDriver: PlatformDriver;
  /** Fields to filter by, and how each is read. */
  readonly fields: Readonly<Record<string, FieldOfRecord>>;
}

export interface FieldOfRecord {
  readonly description: string;
  readonly read: (record: DeviceRecord) => unknown;
}

interface Page {
  readonly count: number;
  readonly hasMore: boolean;
  readonly results: readonly DeviceRecord[];
}

/** Devices from a source of truth with the REST API that NetBox and Nautobot share. */
export class SourceOfTruthProvider extends InventoryProvider {
  override readonly identity: string;
  private readonly client: JsonClient;
  private readonly mapper: DeviceMapper;
  private readonly notes: FaultLog;
  private readonly customFields = new Set<string>();
  private freshNotes: string[] = [];
  private ids: URLSearchParams | undefined;

  constructor(
    private readonly settings: SourceOfTruthSettings,
    private readonly dialect: SourceOfTruthDialect,
  ) {
    super();
    const { source, authorization, query, platformDriver } = dialect;
    const { verifySsl, caFile, timeoutMs } = settings;
    const url = settings.url.replace(/\/+$/, '');
    this.client = new JsonClient({ source, url, authorization, verifySsl, caFile, timeoutMs });
    this.mapper = new DeviceMapper(settings, platformDriver);
    this.notes = new FaultLog(source, new Logger('Inventory'), 'warn');
    this.identity = `${url} ${query.toString()} ${JSON.stringify(settings)}`;
  }

  override get fields(): Readonly<Record<string, string>> {
    const own = Object.entries(this.dialect.fields).map(([name, { description }]) => [name, description] as const);
    const custom = [...this.customFields].map((name) => [`cf_${name}`, `Custom field ${name}`] as const);
    return Object.fromEntries([...own, ...custom]);
  }

  override async *list(signal: AbortSignal): AsyncIterable<readonly InventoryItem[]> {
    this.freshNotes = [];
    this.ids = await this.askIds(signal);
    for await (const records of this.pages(signal)) yield records.map((record) => this.itemOf(record));
    this.notes.report(this.freshNotes);
  }

  override async find(name: string, signal: AbortSignal): Promise<InventoryItem | undefined> {
    this.ids ??= await this.askIds(signal);
    const wanted = new URLSearchParams({ name, limit: String(MOST_NAMESAKES) });
    const { results } = await this.ask(wanted, signal);
    const [record, ...others] = results.filter((result) => result.name === name);
    if (record === undefined) return undefined;
    if (others.length === 0) return this.itemOf(record);
    return {
      name,
      fault: `device "${name}" is there more than once; give each a name of its own, or leave one out with a filter`,
    };
  }

  override close(): Promise<void> {
    return this.client.close();
  }

  /**
   * Every record once, although others come or go meanwhile: pages overlap by one record, and where all of a page are new, some before it
   * have gone, and it is read from further ahead.
   */
  private async *pages(signal: AbortSignal): AsyncGenerator<readonly DeviceRecord[]> {
    const seen = new Set<unknown>();
    let stepsBack = 0;
    for (let offset = 0, length = 0; ;) {
      const { count, hasMore, results } = await this.pageAt(offset, signal);
      const fresh = results.filter(({ id }) => id === undefined || !seen.has(id));
      if (offset > 0 && length > 1 && fresh.length === results.length) {
        if (++stepsBack > MOST_STEPS_BACK) throw this.unavailable('its devices change faster than they can be read');
        offset = Math.max(0, offset - length);
        continue;
      }
      for (const { id } of fresh) seen.add(id);
      yield fresh;
      length = results.length;
      if (!hasMore && offset + length >= count) return;
      if (!hasMore || length === 0) {
        throw this.unavailable(`it gave ${offset + length} of ${count} devices and no further page`);
      }
      offset += Math.max(1, length - 1);
    }
  }

  private async pageAt(offset: number, signal: AbortSignal): Promise<Page> {
    const place = new URLSearchParams({ limit: String(this.settings.pageSize), offset: String(offset) });
    return this.ask(place, signal);
  }

  private async askIds(signal: AbortSignal): Promise<URLSearchParams> {
    try {
      return (await this.dialect.idFilter?.((path) => this.client.ask({ path, signal }))) ?? new URLSearchParams();
    } catch (error) {
      throw error instanceof InventoryUnavailableError ? error : this.unavailable(errorMessage(error));
    }
  }

  private async ask(wanted: URLSearchParams, signal: AbortSignal): Promise<Page> {
    const filters = new URLSearchParams([...this.dialect.query, ...(this.ids ?? [])]);
    const path = `${DEVICES}?${wanted.toString()}&${filters.toString()}`;
    const { count, next, results } = objectOf(await this.client.ask({ path, signal }));
    if (!Array.isArray(results) || typeof count !== 'number') {
      throw this.unavailable('its answer is no list of devices (count, next, results)');
    }
    return { count, hasMore: textOrNone(next) !== undefined, results: results.map(objectOf) };
  }

  private itemOf(record: DeviceRecord): InventoryItem {
    const name = textOrNone(record.name);
    if (name === undefined) return { name: null, fault: `the device with id ${String(record.id)} has no name` };
    const mapped = this.mapper.map(name, record);
    if ('fault' in mapped) return { name, fault: `device "${name}" (id ${String(record.id)}): ${mapped.fault}` };
    this.freshNotes.push(...mapped.notes);
    return { device: mapped.device, fields: this.fieldsOf(record) };
  }

  private fieldsOf(record: DeviceRecord): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    for (const [name, { read }] of Object.entries(this.dialect.fields)) fields[name] = read(record) ?? null;
    for (const [name, value] of Object.entries(objectOf(record.custom_fields))) {
      this.customFields.add(name);
      fields[`cf_${name}`] = value;
    }
    return fields;
  }

  private unavailable(reason: string): InventoryUnavailableError {
    return new InventoryUnavailableError(
      `inventory source "${this.dialect.source}" at ${this.settings.url}: ${reason}`,
    );
  }
}

/** Whether records are needed with their config context, which costs the server time. */
export function needsConfigContext(settings: SourceOfTruthSettings): boolean {
  const { adapterSource, adapterField, driverSource, driverField, credentialSource, credentialField } = settings;
  return (
    settings.contextKey !== NO_CONTEXT ||
    (credentialSource === 'config_context' && credentialField !== '') ||
    (adapterSource === 'config_context' && adapterField !== '') ||
    (driverSource === 'config_context' && driverField !== '')
  );
}

/** One parameter for each value, as both products combine values of a filter. */
export function addFilter(query: URLSearchParams, name: string, values: readonly string[]): void {
  for (const value of values) query.append(name, value);
}
