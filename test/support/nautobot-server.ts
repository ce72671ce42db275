import type { JsonSchema } from './json-schema.js';
import { SourceServer, type SourceAnswer, type SourceRequest } from './source-server.js';

type NautobotRecord = Readonly<Record<string, unknown>>;

const related = { type: ['object', 'null'], required: ['id', 'object_type', 'url'] } as const;

/**
 * The list of devices as Nautobot 2 documents it (https://docs.nautobot.com/projects/core/en/stable/user-guide/platform-functionality/rest-api/overview/,
 * and the schema at /api/swagger.json): as much of it as this project reads.
 */
export const NAUTOBOT_PAGE: JsonSchema = {
  type: 'object',
  required: ['count', 'next', 'previous', 'results'],
  properties: {
    count: { type: 'integer' },
    next: { type: ['string', 'null'] },
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'id',
          'object_type',
          'display',
          'url',
          'name',
          'status',
          'role',
          'location',
          'custom_fields',
          'tags',
        ],
        properties: {
          id: { type: 'string' },
          name: { type: ['string', 'null'] },
          status: related,
          role: related,
          location: related,
          platform: related,
          primary_ip4: related,
          primary_ip6: related,
          custom_fields: { type: 'object' },
          tags: { type: 'array', items: related },
        },
      },
    },
  },
};

let lastId = 0;

function related_(type: string, name: string, more: NautobotRecord = {}): NautobotRecord {
  const id = `00000000-0000-4000-8000-${String(++lastId).padStart(12, '0')}`;
  return { id, object_type: type, display: name, url: `http://nautobot/api/${type}/${id}/`, name, ...more };
}

export function nautobotAddress(address: string): NautobotRecord {
  const [host = ''] = address.split('/');
  return related_('ipam.ipaddress', address, { address, host, ip_version: address.includes(':') ? 6 : 4 });
}

/** A platform with `network_driver` and the names that it has in other libraries. */
export function nautobotPlatform(network_driver: string, mappings: NautobotRecord): NautobotRecord {
  return related_('dcim.platform', network_driver, {
    network_driver,
    network_driver_mappings: mappings,
    napalm_driver: '',
  });
}

/** A device as Nautobot 2 shows it with `depth=1` and its config context. */
export function nautobotDevice(name: string | null, more: NautobotRecord = {}): NautobotRecord {
  return {
    ...related_('dcim.device', name ?? ''),
    name,
    device_type: related_('dcim.devicetype', 'DCS-7050', { model: 'DCS-7050' }),
    status: related_('extras.status', 'Active'),
    role: related_('extras.role', 'Leaf'),
    location: related_('dcim.location', 'AMS1'),
    tenant: null,
    platform: null,
    serial: '',
    asset_tag: null,
    primary_ip4: nautobotAddress(`10.1.0.${(lastId % 250) + 1}/32`),
    primary_ip6: null,
    tags: [],
    custom_fields: { credential_id: null },
    config_context: {},
    created: '2026-01-01T00:00:00Z',
    last_updated: '2026-01-01T00:00:00Z',
    ...more,
  };
}

const PARAMETERS = ['limit', 'offset', 'depth', 'include', 'name', 'status', 'role', 'location', 'tags'];

/** Nautobot's REST API for devices, as documented: it refuses parameters that it does not know. */
export class NautobotServer extends SourceServer {
  constructor(public devices: readonly NautobotRecord[]) {
    super();
  }

  override answer({ url, authorization }: SourceRequest): SourceAnswer {
    if (authorization !== 'Token t0ken') return { status: 403, json: { detail: 'Invalid token' } };
    if (url.pathname !== '/api/dcim/devices/') return { status: 404, json: { detail: 'Not found.' } };
    const query = url.searchParams;
    const unknown = [...query.keys()].find((key) => !PARAMETERS.includes(key));
    if (unknown !== undefined) return { status: 400, json: { [unknown]: ['Unknown filter field'] } };
    const found = this.devices.filter((device) => isWanted(device, query));
    const [limit, offset] = [Number(query.get('limit') ?? 50), Number(query.get('offset') ?? 0)];
    const next = new URL(url.href);
    next.searchParams.set('offset', String(offset + limit));
    const results = found.slice(offset, offset + limit).map((device) => shown(device, query));
    return {
      json: { count: found.length, next: offset + limit < found.length ? next.href : null, previous: null, results },
    };
  }
}

function isWanted(device: NautobotRecord, query: URLSearchParams): boolean {
  const named = (value: unknown): string => String((value as { name?: string } | null)?.name);
  const own = (device.tags as NautobotRecord[]).map(named);
  const values = { status: named(device.status), role: named(device.role), location: named(device.location) };
  return (
    (!query.has('name') || query.getAll('name').includes(String(device.name))) &&
    Object.entries(values).every(([key, value]) => !query.has(key) || query.getAll(key).includes(value)) &&
    query.getAll('tags').every((tag) => own.includes(tag))
  );
}

/** Without `depth` related records are ids alone; without `include` there is no config context. */
function shown(device: NautobotRecord, query: URLSearchParams): NautobotRecord {
  const { config_context, ...rest } = device;
  const full = query.getAll('include').includes('config_context') ? { ...rest, config_context } : rest;
  if (query.get('depth') === '1') return full;
  return Object.fromEntries(
    Object.entries(full).map(([key, value]) => {
      const { id, object_type, url } = (typeof value === 'object' ? (value ?? {}) : {}) as NautobotRecord;
      return [key, id === undefined ? value : { id, object_type, url }];
    }),
  );
}
