import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../../../common/http/fields.js';
import type { ParkedThings } from '../guard/parked.service.js';

/** A credential that is not tried at present. */
export class ParkedCredential {
  @ApiProperty({ example: 'credential "lab"' })
  credential!: string;

  @ApiProperty({
    description: 'Where it was refused; null: at so many devices that it is tried at none',
    type: 'string',
    nullable: true,
  })
  device!: string | null;

  @ApiProperty({ description: 'Refusals in a row', type: 'integer', example: 1 })
  refusals!: number;

  @ApiProperty({ format: 'date-time' })
  refused_at!: string;

  @ApiProperty({ description: 'When one log-in may try it again', format: 'date-time' })
  retry_at!: string;
}

/** A device that is not tried at present. */
export class UnreachableDevice {
  @ApiProperty({ example: '192.0.2.1:22' })
  device!: string;

  @ApiProperty({ description: 'Connections that failed in a row', type: 'integer', example: 5 })
  failures!: number;

  @ApiProperty({ description: 'The latest failure', example: '192.0.2.1:22 refuses connections' })
  reason!: string;

  @ApiProperty({ description: 'When one job may try it again', format: 'date-time' })
  retry_at!: string;
}

/** What workers do not try at present. */
export class ParkedResponse {
  @ApiProperty({ type: [ParkedCredential] })
  credentials!: ParkedCredential[];

  @ApiProperty({ type: [UnreachableDevice] })
  devices!: UnreachableDevice[];

  static of({ credentials, refusals, devices }: ParkedThings): ParkedResponse {
    const everywhere = credentials.map(([credential, parking]) => ({ credential, device: null, ...parking }));
    return Object.assign(new ParkedResponse(), {
      credentials: [...everywhere, ...refusals].map(({ credential, device, count, at, until }) => ({
        credential,
        device,
        refusals: count,
        refused_at: iso(at),
        retry_at: iso(until),
      })),
      devices: devices.map(([device, { failures, reason, openUntil }]) => ({
        device,
        failures,
        reason,
        retry_at: iso(openUntil ?? 0),
      })),
    });
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** What is to be tried again at once. */
export class ReleaseQuery {
  @TextField({ description: 'Id of a stored credential', default: null, minLength: 1 })
  credential_id!: string | null;

  @TextField({ description: 'User of log-ins that came with requests', default: null, minLength: 1 })
  username!: string | null;

  @TextField({ description: 'host:port', default: null, minLength: 1 })
  device!: string | null;
}

export class ReleaseResponse {
  @ApiProperty({ description: 'How much was released', type: 'integer', example: 1 })
  released!: number;
}
