import { IsDefined, IsIn, IsNotEmpty, Max, Min } from 'class-validator';
import type { Secret } from '../../common/secret.js';
import { Setting } from '../setting.decorator.js';
import { choice, integer, secretText, text, textList } from '../setting-types.js';
import { HttpSourceSettings } from './http-source.settings.js';
import { IsHttpUrl } from './is-http-url.decorator.js';

/** The `context_key` that stands for no key. */
export const NO_CONTEXT = 'none';

/** Where a source of truth keeps what Tom needs to know of a device. */
export type FieldSource = 'custom_field' | 'config_context';

const FIELD_SOURCES: readonly FieldSource[] = ['custom_field', 'config_context'];

const SOURCE = 'Where the field stands: a custom field of the device, or its config context.';
const FIELD = 'Name of the field; dots lead into nested values.';

/** What NetBox and Nautobot have in common. */
export abstract class SourceOfTruthSettings extends HttpSourceSettings {
  @Setting({ key: 'url', type: text, roles: ['controller'], description: 'Address of the server, without `/api`.' })
  @IsDefined()
  @IsHttpUrl('https://inventory.example.com')
  readonly url!: string;

  @Setting({ key: 'token', type: secretText, roles: ['controller'], description: 'API token; reading is enough.' })
  @IsDefined()
  readonly token!: Secret;

  @Setting({ key: 'credential_source', type: choice(), roles: ['controller'], description: SOURCE })
  @IsIn(FIELD_SOURCES)
  readonly credentialSource: FieldSource = 'custom_field';

  @Setting({
    key: 'credential_field',
    type: text,
    roles: ['controller'],
    description: `Field with the id of the log-in in the credential store. ${FIELD}`,
  })
  readonly credentialField: string = 'credential_id';

  @Setting({
    key: 'default_credential',
    aliases: ['credential_default'],
    type: text,
    roles: ['controller'],
    description: 'Id of the log-in of devices without that field.',
  })
  @IsNotEmpty()
  readonly defaultCredential: string = 'default';

  @Setting({ key: 'adapter_source', type: choice(), roles: ['controller'], description: SOURCE })
  @IsIn(FIELD_SOURCES)
  readonly adapterSource: FieldSource = 'custom_field';

  @Setting({
    key: 'adapter_field',
    type: text,
    roles: ['controller'],
    description: `Field with the adapter, \`netmiko\` or \`scrapli\`. ${FIELD}`,
  })
  readonly adapterField: string = '';

  @Setting({ key: 'default_adapter', type: choice(), roles: ['controller'], description: 'Adapter of the others.' })
  @IsIn(['netmiko', 'scrapli'])
  readonly defaultAdapter: 'netmiko' | 'scrapli' = 'netmiko';

  @Setting({ key: 'driver_source', type: choice(), roles: ['controller'], description: SOURCE })
  @IsIn(FIELD_SOURCES)
  readonly driverSource: FieldSource = 'custom_field';

  @Setting({
    key: 'driver_field',
    type: text,
    roles: ['controller'],
    description: `Field with the driver name. ${FIELD} Without it the platform of the device gives the driver.`,
  })
  readonly driverField: string = '';

  @Setting({
    key: 'default_driver',
    type: text,
    roles: ['controller'],
    description: 'Driver of devices for which neither field nor platform gives one.',
  })
  @IsNotEmpty()
  readonly defaultDriver: string = 'cisco_ios';

  @Setting({
    key: 'default_port',
    type: integer,
    roles: ['controller'],
    description: 'Port of devices whose config context gives none.',
  })
  @Min(1)
  @Max(65535)
  readonly defaultPort: number = 22;

  @Setting({
    key: 'context_key',
    type: text,
    roles: ['controller'],
    description:
      'Key of the config context whose value gives `port` and `adapter_options` of a device. `none`: no config context ' +
      'is asked for unless a field stands in it, which is faster.',
  })
  readonly contextKey: string = 'tom';

  @Setting({
    key: 'status_filter',
    type: textList,
    roles: ['controller'],
    description: 'Only devices with one of these statuses. Empty: all.',
  })
  readonly statusFilter: readonly string[] = [];

  @Setting({
    key: 'role_filter',
    type: textList,
    roles: ['controller'],
    description: 'Only devices with one of these roles. Empty: all.',
  })
  readonly roleFilter: readonly string[] = [];

  @Setting({
    key: 'location_filter',
    type: textList,
    roles: ['controller'],
    description: 'Only devices in one of these locations. Empty: all.',
  })
  readonly locationFilter: readonly string[] = [];

  @Setting({
    key: 'tag_filter',
    type: textList,
    roles: ['controller'],
    description: 'Only devices with all of these tags. Empty: all.',
  })
  readonly tagFilter: readonly string[] = [];
}
