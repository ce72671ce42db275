import type { JsonSchema } from './json-schema.js';
import { SourceServer, type SourceAnswer, type SourceRequest } from './source-server.js';

type NetBoxDevice = Readonly<Record<string, unknown>>;

const nested = { type: ['object', 'null'], required: ['id', 'url', 'display'] } as const;

/**
 * The list of devices as NetBox documents it (https://netboxlabs.com/docs/netbox/integrations/rest-api/, and the schema of its
 * `dcim_devices_list` at /api/schema/): as much of it as this project reads.
 */
export const NETBOX_PAGE: JsonSchema = {
  type: 'object',
  required: ['count', 'next', 'previous', 'results'],
  properties: {
    count: { type: 'integer' },
    next: { type: ['string', 'null'] },
    previous: { type: ['string', 'null'] },
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'url', 'display', 'name', 'device_type', 'role', 'site', 'status', 'custom_fields', 'tags'],
        properties: {
          id: { type: 'integer' },
          name: { type: ['string', 'null'] },
          device_type: { type: 'object', required: ['id', 'manufacturer', 'model', 'slug'] },
          role: nested,
          site: nested,
          platform: nested,
          status: { type: 'object', required: ['value', 'label'] },
          primary_ip: nested,
          primary_ip4: nested,
          primary_ip6: nested,
          custom_fields: { type: 'object' },
          config_context: { type: ['object', 'null'] },
          tags: { type: 'array', items: nested },
        },
      },
    },
  },
};

let lastId = 0;

function brief(kind: string, name: string): NetBoxDevice {
  const id = ++lastId;
  const slug = name.toLowerCase().replaceAll(' ', '-');
  return { id, url: `http://netbox/api/${kind}/${id}/`, display: name, name, slug, description: '' };
}

export function netBoxAddress(address: string): NetBoxDevice {
  const family = address.includes(':') ? { value: 6, label: 'IPv6' } : { value: 4, label: 'IPv4' };
  return { ...brief('ipam/ip-addresses', address), family, address };
}

/** A device as NetBox 4 shows it in full. */
export function netBoxDevice(name: string | null, more: NetBoxDevice = {}): NetBoxDevice {
  const id = ++lastId;
  const primary_ip4 = netBoxAddress(`10.0.${id >> 8}.${id & 255}/24`);
  return {
    id,
    url: `http://netbox/api/dcim/devices/${id}/`,
    display_url: `http://netbox/dcim/devices/${id}/`,
    display: name ?? 'unnamed',
    name,
    device_type: {
      ...brief('dcim/device-types', 'C9300-48P'),
      model: 'C9300-48P',
      manufacturer: brief('dcim/manufacturers', 'Cisco'),
    },
    role: brief('dcim/device-roles', 'Access Switch'),
    tenant: null,
    platform: null,
    serial: `FOC${id}`,
    asset_tag: null,
    site: brief('dcim/sites', 'AMS1'),
    location: null,
    rack: null,
    position: null,
    face: null,
    status: { value: 'active', label: 'Active' },
    airflow: null,
    primary_ip: primary_ip4,
    primary_ip4,
    primary_ip6: null,
    oob_ip: null,
    cluster: null,
    virtual_chassis: null,
    description: '',
    comments: '',
    config_template: null,
    config_context: {},
    local_context_data: null,
    tags: [],
    custom_fields: { credential_id: null },
    created: '2026-01-01T00:00:00Z',
    last_updated: '2026-01-01T00:00:00Z',
    ...more,
  };
}

export function netBoxPlatform(name: string): NetBoxDevice {
  return brief('dcim/platforms', name);
}

export function netBoxLocation(name: string, parent: NetBoxDevice | null = null): NetBoxDevice {
  return { ...brief('dcim/locations', name), parent };
}

export function netBoxTag(name: string): NetBoxDevice {
  return { ...brief('extras/tags', name), color: '9e9e9e' };
}

/** Longest page it gives, whatever is asked for: `MAX_PAGE_SIZE` of NetBox. */
const MAX_PAGE_SIZE = 1_000;
/** Devices can be filtered by the slug of a location from NetBox 4.3 on alone; by its id in every version. */
const PARAMETERS = ['limit', 'offset', 'exclude', 'name', 'status', 'role', 'location_id', 'tag'];

/** NetBox's REST API for devices, as documented: token, pages with links, filters that refuse unknown choices. */
export class NetBoxServer extends SourceServer {
  /** The links to pages have the address that the server believes to have, which behind a proxy is another. */
  ownUrl = 'http://netbox.internal';
  tokens = ['Token t0ken'];
  maxPageSize = MAX_PAGE_SIZE;
  locations: readonly NetBoxDevice[] = [];

  constructor(public devices: readonly NetBoxDevice[]) {
    super();
  }

  override answer({ url, authorization }: SourceRequest): SourceAnswer {
    if (!this.tokens.includes(authorization)) return { status: 403, json: { detail: 'Invalid token' } };
    if (url.pathname === '/api/dcim/locations/') return { json: this.locationsOf(url.searchParams) };
    if (url.pathname !== '/api/dcim/devices/') return { status: 404, json: { detail: 'Not found.' } };
    const query = url.searchParams;
    const wrong = this.wrongChoice(query);
    if (wrong !== undefined) return { status: 400, json: wrong };
    return { json: this.page(url, query) };
  }

  private locationsOf(query: URLSearchParams): unknown {
    const results = this.locations.filter((location) =>
      ['slug', 'name'].every((key) => (query.get(key) ?? location[key]) === location[key]),
    );
    return { count: results.length, next: null, previous: null, results };
  }

  /** A location, and those that it is in. */
  private placesOf(location: unknown): string[] {
    const { id } = (location ?? {}) as { id?: number };
    const found = this.locations.find((known) => known.id === id);
    return found === undefined ? [] : [String(found.id), ...this.placesOf(found.parent)];
  }

  private page(url: URL, query: URLSearchParams): unknown {
    const limit = Math.min(Number(query.get('limit') ?? 50), this.maxPageSize);
    const offset = Number(query.get('offset') ?? 0);
    const found = this.devices.filter((device) => this.isWanted(device, query));
    const results = found.slice(offset, offset + limit).map((device) => this.shown(device, query));
    const link = (at: number): string | null => {
      const next = new URL(url.pathname + url.search, this.ownUrl);
      next.searchParams.set('limit', String(limit));
      next.searchParams.set('offset', String(at));
      return next.href;
    };
    return {
      count: found.length,
      next: offset + limit < found.length ? link(offset + limit) : null,
      previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
      results,
    };
  }

  private shown(device: NetBoxDevice, query: URLSearchParams): NetBoxDevice {
    if (query.get('exclude') !== 'config_context') return device;
    return Object.fromEntries(Object.entries(device).filter(([key]) => key !== 'config_context'));
  }

  private isWanted(device: NetBoxDevice, query: URLSearchParams): boolean {
    const slug = (value: unknown): string => (value as { slug?: string } | null)?.slug ?? '';
    const [names, statuses, roles, tags] = ['name', 'status', 'role', 'tag'].map((key) => query.getAll(key));
    const places = query.getAll('location_id');
    const own = (device.tags as NetBoxDevice[]).map(slug);
    const isOneOf = (values: readonly string[] | undefined, value: string): boolean =>
      values === undefined || values.length === 0 || values.includes(value);
    return (
      isOneOf(names, String(device.name)) &&
      isOneOf(statuses, (device.status as { value: string }).value) &&
      isOneOf(roles, slug(device.role)) &&
      (tags ?? []).every((tag) => own.includes(tag)) &&
      (places.length === 0 || this.placesOf(device.location).some((id) => places.includes(id)))
    );
  }

  /** NetBox refuses a choice that it does not have, and ignores a parameter that it does not know. */
  private wrongChoice(query: URLSearchParams): Record<string, string[]> | undefined {
    const unknown = [...query.keys()].find((key) => !PARAMETERS.includes(key));
    if (unknown !== undefined) throw new Error(`a parameter that NetBox would ignore: ${unknown}`);
    const roles = new Set(this.devices.map(({ role }) => (role as { slug: string }).slug));
    const wrong = query.getAll('role').find((role) => !roles.has(role));
    if (wrong === undefined) return undefined;
    return { role: [`Select a valid choice. ${wrong} is not one of the available choices.`] };
  }
}
