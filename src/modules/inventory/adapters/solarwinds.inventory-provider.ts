import { Secret } from '../../../common/secret.js';
import type { SolarWindsSettings } from '../../../config/plugins/solarwinds.settings.js';
import { SettingsError } from '../../../config/settings.errors.js';
import { readDeviceEntry } from '../device-entry.js';
import { JsonClient } from '../http/json-client.js';
import { InventoryProvider } from '../inventory-provider.port.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import type { InventoryItem } from '../inventory.types.js';
import { objectOf, textOrNone } from './json-value.js';
import { SOLARWINDS_FILTERS } from './solarwinds.filters.js';
import { DeviceMappings, type SolarWindsNode } from './solarwinds.mappings.js';

const QUERY_PATH = '/SolarWinds/InformationService/v3/Json/Query';

const FIELDS: Readonly<Record<string, string>> = {
  NodeID: 'SolarWinds id',
  IPAddress: 'Address of the node',
  Uri: 'SWIS address of the record',
  Caption: 'Name of the node',
  Description: 'Description: mostly model and software',
  Status: 'Number of the status: 1 is up, 2 down, 3 warning',
  Vendor: 'Vendor',
  DetailsUrl: 'Page of the node',
};

const ALL_STATUSES = 'all';

/** Devices from the SolarWinds Information Service, asked in SWQL. */
export class SolarWindsInventoryProvider extends InventoryProvider {
  override readonly fields = FIELDS;
  override readonly filters = SOLARWINDS_FILTERS;
  override readonly identity: string;
  private readonly url: string;
  private readonly client: JsonClient;
  private readonly mappings: DeviceMappings;
  private readonly statuses: string;

  /** Throws `SettingsError` for mappings or statuses that can never work. */
  constructor(private readonly settings: SolarWindsSettings) {
    super();
    const { host, port, username, password, verifySsl, caFile, timeoutMs, deviceMappings } = settings;
    this.url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
    this.mappings = new DeviceMappings(deviceMappings);
    this.statuses = statusCondition(settings.statusFilter);
    const basic = Buffer.from(`${username}:${password.reveal()}`).toString('base64');
    const authorization = new Secret(`Basic ${basic}`);
    this.client = new JsonClient({ source: 'solarwinds', url: this.url, authorization, verifySsl, caFile, timeoutMs });
    this.identity = `${this.url} ${this.statuses} ${JSON.stringify(deviceMappings)} ${settings.defaultCredName}`;
  }

  /** Page by page after the greatest id so far: nodes that come or go meanwhile shift nothing. */
  override async *list(signal: AbortSignal): AsyncIterable<readonly InventoryItem[]> {
    const { pageSize } = this.settings;
    let after = 0;
    for (;;) {
      const nodes = await this.query(`TOP ${pageSize}`, 'NodeID > @after', { after }, signal);
      yield nodes.map((node) => this.itemOf(node));
      if (nodes.length < pageSize) return;
      after = this.greatestId(nodes, after);
    }
  }

  override async find(name: string, signal: AbortSignal): Promise<InventoryItem | undefined> {
    const nodes = await this.query('', 'Caption = @name', { name }, signal);
    const [node, ...others] = nodes.filter(({ Caption }) => Caption === name);
    if (node === undefined) return undefined;
    if (others.length === 0) return this.itemOf(node);
    return { name, fault: `device "${name}" is there more than once; give each a caption of its own` };
  }

  override close(): Promise<void> {
    return this.client.close();
  }

  private async query(
    limit: string,
    condition: string,
    parameters: object,
    signal: AbortSignal,
  ): Promise<readonly SolarWindsNode[]> {
    const properties = Object.keys(FIELDS).join(', ');
    const query = `SELECT ${limit} ${properties} FROM Orion.Nodes WHERE ${condition}${this.statuses} ORDER BY NodeID`;
    const { results } = objectOf(await this.client.ask({ path: QUERY_PATH, body: { query, parameters }, signal }));
    if (Array.isArray(results)) return results.map(objectOf);
    throw new InventoryUnavailableError(`inventory source "solarwinds" at ${this.url}: its answer has no results`);
  }

  private greatestId(nodes: readonly SolarWindsNode[], after: number): number {
    const id = nodes.at(-1)?.NodeID;
    if (typeof id === 'number' && id > after) return id;
    throw new InventoryUnavailableError(
      `inventory source "solarwinds" at ${this.url}: its nodes are not in order of NodeID`,
    );
  }

  private itemOf(node: SolarWindsNode): InventoryItem {
    const name = textOrNone(node.Caption);
    if (name === undefined) return { name: null, fault: `the node with NodeID ${String(node.NodeID)} has no Caption` };
    const action = this.mappings.actionFor(node);
    const subject = `device "${name}" (NodeID ${String(node.NodeID)})`;
    if (action === undefined) return { name, fault: `${subject}: no mapping of device_mappings matches it` };
    const entry = readDeviceEntry(name, {
      host: node.IPAddress,
      port: action.port,
      adapter: action.adapter ?? 'netmiko',
      adapter_driver: action.adapter_driver ?? 'cisco_ios',
      credential_id: action.credential_id ?? this.settings.defaultCredName,
    });
    if ('device' in entry) return { device: entry.device, fields: node };
    return { name, fault: `${subject}: ${entry.faults.map(({ message }) => message).join('; ')}` };
  }
}

function statusCondition(statuses: readonly string[]): string {
  if (statuses.includes(ALL_STATUSES)) return '';
  const wrong = statuses.find((status) => !/^\d{1,3}$/.test(status));
  if (wrong === undefined) return ` AND Status IN (${statuses.join(', ')})`;
  throw new SettingsError([`plugin_solarwinds_status_filter: "${wrong}" is no number of a status`]);
}
