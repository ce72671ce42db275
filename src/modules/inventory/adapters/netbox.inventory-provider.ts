import { Secret } from '../../../common/secret.js';
import type { NetBoxSettings } from '../../../config/plugins/netbox.settings.js';
import { labelOf, objectOf, textOrNone } from './json-value.js';
import { locationFilter } from './netbox.locations.js';
import { slugOf } from './netbox.slug.js';
import {
  SourceOfTruthProvider,
  addFilter,
  needsConfigContext,
  type FieldOfRecord,
} from './source-of-truth.inventory-provider.js';

/** Prefix of tokens of the second kind, which NetBox 4.5 brought; they are sent as bearer tokens. */
const SECOND_TOKENS = 'nbt_';

const FIELDS: Readonly<Record<string, FieldOfRecord>> = {
  id: { description: 'NetBox id', read: ({ id }) => id },
  name: { description: 'Name of the device', read: ({ name }) => name },
  status: { description: 'Status: active, planned, …', read: ({ status }) => objectOf(status).value },
  role: { description: 'Device role', read: ({ role, device_role }) => labelOf(role ?? device_role) },
  site: { description: 'Site', read: ({ site }) => labelOf(site) },
  location: { description: 'Location', read: ({ location }) => labelOf(location) },
  tenant: { description: 'Tenant', read: ({ tenant }) => labelOf(tenant) },
  platform: { description: 'Platform', read: ({ platform }) => labelOf(platform) },
  manufacturer: {
    description: 'Manufacturer',
    read: ({ device_type }) => labelOf(objectOf(device_type).manufacturer),
  },
  device_type: { description: 'Model', read: ({ device_type }) => textOrNone(objectOf(device_type).model) },
  serial: { description: 'Serial number', read: ({ serial }) => serial },
  asset_tag: { description: 'Asset tag', read: ({ asset_tag }) => asset_tag },
  primary_ip4: { description: 'Primary IPv4 address', read: ({ primary_ip4 }) => objectOf(primary_ip4).address },
  primary_ip6: { description: 'Primary IPv6 address', read: ({ primary_ip6 }) => objectOf(primary_ip6).address },
  tags: { description: 'Tags', read: ({ tags }) => (Array.isArray(tags) ? tags.map(labelOf) : null) },
  url: { description: 'Address of the record', read: ({ url }) => url },
};

function queryOf(settings: NetBoxSettings): URLSearchParams {
  const query = new URLSearchParams();
  if (!needsConfigContext(settings)) query.append('exclude', 'config_context');
  addFilter(query, 'status', settings.statusFilter);
  addFilter(query, 'role', settings.roleFilter.map(slugOf));
  addFilter(query, 'tag', settings.tagFilter.map(slugOf));
  return query;
}

/** Devices from NetBox 3 and 4. @param isDriver whether a name is that of a driver */
export function netBoxProvider(settings: NetBoxSettings, isDriver: (name: string) => boolean): SourceOfTruthProvider {
  const token = settings.token.reveal();
  const platformDriver = (platform: unknown): string | undefined => {
    const { network_driver, slug } = objectOf(platform);
    const names = [textOrNone(network_driver), textOrNone(slug), textOrNone(slug)?.replaceAll('-', '_')];
    return names.find((name) => name !== undefined && isDriver(name));
  };
  return new SourceOfTruthProvider(settings, {
    source: 'netbox',
    authorization: new Secret(`${token.startsWith(SECOND_TOKENS) ? 'Bearer' : 'Token'} ${token}`),
    query: queryOf(settings),
    idFilter: (ask) => locationFilter(settings.locationFilter, ask),
    platformDriver,
    fields: FIELDS,
  });
}
