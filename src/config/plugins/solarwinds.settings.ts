import { ArrayNotEmpty, IsDefined, IsNotEmpty, Max, Min } from 'class-validator';
import type { Secret } from '../../common/secret.js';
import { Setting } from '../setting.decorator.js';
import { integer, mappingList, secretText, text, textList } from '../setting-types.js';
import { HttpSourceSettings } from './http-source.settings.js';

/** Inventory from the SolarWinds Information Service, `inventory_type: solarwinds`. */
export class SolarWindsSettings extends HttpSourceSettings {
  @Setting({ key: 'host', type: text, roles: ['controller'], description: 'Host name or address of the server.' })
  @IsDefined()
  @IsNotEmpty()
  readonly host!: string;

  @Setting({ key: 'username', type: text, roles: ['controller'], description: 'User that may read Orion.Nodes.' })
  @IsDefined()
  readonly username!: string;

  @Setting({ key: 'password', type: secretText, roles: ['controller'], description: 'Password of that user.' })
  @IsDefined()
  readonly password!: Secret;

  @Setting({ key: 'port', type: integer, roles: ['controller'], description: 'TCP port of the service.' })
  @Min(1)
  @Max(65535)
  readonly port: number = 17774;

  @Setting({
    key: 'default_cred_name',
    type: text,
    roles: ['controller'],
    description: 'Id of the log-in of nodes whose mapping names none.',
  })
  @IsNotEmpty()
  readonly defaultCredName: string = 'default';

  @Setting({
    key: 'device_mappings',
    type: mappingList,
    roles: ['controller'],
    description:
      'Which driver a node gets: maps with `match` (regular expressions for `vendor`, `description`, `caption`) and `action` ' +
      '(`adapter`, `adapter_driver`, `credential_id`, `port`). The first that matches counts; without any, `netmiko` and `cisco_ios`.',
  })
  readonly deviceMappings: readonly Readonly<Record<string, unknown>>[] = [];

  @Setting({
    key: 'status_filter',
    type: textList,
    roles: ['controller'],
    description: 'Numbers of the node statuses that are listed: 1 is up, 3 is warning. `all` lists every node.',
  })
  @ArrayNotEmpty()
  readonly statusFilter: readonly string[] = ['1', '3'];
}
