import { Secret } from '../../../common/secret.js';
import type { NautobotSettings } from '../../../config/plugins/nautobot.settings.js';
import { labelOf, objectOf, textOrNone } from './json-value.js';
import {
  SourceOfTruthProvider,
  addFilter,
  needsConfigContext,
  type FieldOfRecord,
} from './source-of-truth.inventory-provider.js';

const FIELDS: Readonly<Record<string, FieldOfRecord>> = {
  id: { description: 'Nautobot id', read: ({ id }) => id },
  name: { description: 'Name of the device', read: ({ name }) => name },
  status: { description: 'Status: Active, Planned, …', read: ({ status }) => labelOf(status) },
  role: { description: 'Role', read: ({ role }) => labelOf(role) },
  location: { description: 'Location', read: ({ location }) => labelOf(location) },
  tenant: { description: 'Tenant', read: ({ tenant }) => labelOf(tenant) },
  platform: { description: 'Platform', read: ({ platform }) => labelOf(platform) },
  device_type: { description: 'Model', read: ({ device_type }) => textOrNone(objectOf(device_type).model) },
  serial: { description: 'Serial number', read: ({ serial }) => serial },
  asset_tag: { description: 'Asset tag', read: ({ asset_tag }) => asset_tag },
  primary_ip4: { description: 'Primary IPv4 address', read: ({ primary_ip4 }) => objectOf(primary_ip4).address },
  primary_ip6: { description: 'Primary IPv6 address', read: ({ primary_ip6 }) => objectOf(primary_ip6).address },
  tags: { description: 'Tags', read: ({ tags }) => (Array.isArray(tags) ? tags.map(labelOf) : null) },
  url: { description: 'Address of the record', read: ({ url }) => url },
};

function queryOf(settings: NautobotSettings): URLSearchParams {
  // Related records in full, one level deep: else an address or a platform is an id alone.
  const query = new URLSearchParams({ depth: '1' });
  if (needsConfigContext(settings)) query.append('include', 'config_context');
  addFilter(query, 'status', settings.statusFilter);
  addFilter(query, 'role', settings.roleFilter);
  addFilter(query, 'location', settings.locationFilter);
  addFilter(query, 'tags', settings.tagFilter);
  return query;
}

/** Devices from Nautobot 2. @param isDriver whether a name is that of a driver */
export function nautobotProvider(
  settings: NautobotSettings,
  isDriver: (name: string) => boolean,
): SourceOfTruthProvider {
  const platformDriver = (platform: unknown, adapter: string): string | undefined => {
    const { network_driver, network_driver_mappings } = objectOf(platform);
    const names = [textOrNone(objectOf(network_driver_mappings)[adapter]), textOrNone(network_driver)];
    return names.find((name) => name !== undefined && isDriver(name));
  };
  return new SourceOfTruthProvider(settings, {
    source: 'nautobot',
    authorization: new Secret(`Token ${settings.token.reveal()}`),
    query: queryOf(settings),
    platformDriver,
    fields: FIELDS,
  });
}
