import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from '../../../common/http/fields.js';
import type { KnownHostKey } from '../host-keys/host-key-store.js';

/** A key that an SSH server is known by. */
export class HostKeyResponse {
  @ApiProperty({ example: '192.0.2.1' })
  host!: string;

  @ApiProperty({ type: 'integer', example: 22 })
  port!: number;

  @ApiProperty({ example: 'ssh-ed25519' })
  type!: string;

  @ApiProperty({
    description: 'As `ssh-keygen -l` shows it',
    example: 'SHA256:2eS+Mto52S5ZpMxeoxKBG40mqsedcnZZOmkZQktOsTM',
  })
  fingerprint!: string;

  @ApiProperty({ description: 'The public key, as in `known_hosts`', example: 'AAAAC3NzaC1lZDI1NTE5AAAAI…' })
  key!: string;

  @ApiProperty({
    description: 'Taken at the first connection, or made known over the API',
    enum: ['accepted', 'imported'],
  })
  origin!: string;

  @ApiProperty({ format: 'date-time' })
  known_since!: string;

  static of({ host, port, key, origin, knownSince }: KnownHostKey): HostKeyResponse {
    const { type, fingerprint, base64 } = key;
    const since = new Date(knownSince).toISOString();
    return Object.assign(new HostKeyResponse(), {
      host,
      port,
      type,
      fingerprint,
      key: base64,
      origin,
      known_since: since,
    });
  }
}

export class HostKeysResponse {
  @ApiProperty({ type: [HostKeyResponse] })
  host_keys!: HostKeyResponse[];
}

/** The host whose keys are shown. */
export class HostKeysQuery {
  @TextField({
    description: 'Host name or address, as in the inventory; all hosts when not given',
    default: null,
    minLength: 1,
  })
  host!: string | null;
}

/** The host whose keys are forgotten. */
export class ForgetHostKeysQuery {
  @TextField({ description: 'Host name or address, as in the inventory', example: '192.0.2.1', minLength: 1 })
  host!: string;

  @IntegerField({
    description: 'TCP port; all ports of the host when not given',
    default: null,
    minimum: 1,
    maximum: 65_535,
  })
  port!: number | null;
}

export class ForgottenHostKeysResponse {
  @ApiProperty({ description: 'Hosts and ports that were forgotten', type: 'integer', example: 1 })
  deleted!: number;
}

/** Keys to be known from now on. */
export class ImportHostKeysRequest {
  @TextField({
    description: 'Text of a `known_hosts` file of OpenSSH, such as `ssh-keyscan` prints',
    example: '192.0.2.1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIYf3ZkE5Y9dX0x7G0F1g9mJ0m8kqk2Wn5m4sQ1rZ8nT',
    minLength: 1,
  })
  known_hosts!: string;
}

export class ImportedHostKeysResponse {
  @ApiProperty({ description: 'Hosts and ports whose keys are known now', type: 'integer', example: 1 })
  imported!: number;

  @ApiProperty({
    description: 'Lines that were not taken, and why',
    type: [String],
    example: ['line 3: hashed names and patterns are taken from known_hosts_file alone'],
  })
  skipped!: string[];
}
