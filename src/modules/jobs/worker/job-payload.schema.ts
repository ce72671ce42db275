import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { findFaults } from '../../../common/class-faults.js';
import type { JobPayload } from '../job.types.js';
import { InvalidJobError } from '../jobs.errors.js';

class DeviceSchema {
  @IsOptional()
  @IsString()
  name!: string | null;

  @IsString()
  @IsNotEmpty()
  host!: string;

  @IsInt()
  @Min(1)
  @Max(65535)
  port!: number;

  @IsString()
  @IsNotEmpty()
  driver!: string;

  @IsObject()
  options!: Record<string, unknown>;
}

class CredentialSchema {
  @IsIn(['stored', 'inlineSSH'])
  type!: string;

  @ValidateIf(({ type }: CredentialSchema) => type === 'stored')
  @IsString()
  @IsNotEmpty()
  credentialId!: string;

  @ValidateIf(({ type }: CredentialSchema) => type === 'inlineSSH')
  @IsString()
  username!: string;

  @ValidateIf(({ type }: CredentialSchema) => type === 'inlineSSH')
  @IsString()
  @IsNotEmpty()
  sealedPassword!: string;
}

class CacheSchema {
  @IsBoolean()
  useCache!: boolean;

  @IsBoolean()
  refresh!: boolean;

  @IsOptional()
  @Min(0)
  ttlSeconds!: number | null;
}

class CommandJobSchema {
  @Equals('commands')
  kind!: string;

  @Type(() => DeviceSchema)
  @IsObject()
  @ValidateNested()
  device!: DeviceSchema;

  @Type(() => CredentialSchema)
  @IsObject()
  @ValidateNested()
  credential!: CredentialSchema;

  @IsArray()
  @IsString({ each: true })
  commands!: string[];

  @Min(1)
  timeoutMs!: number;

  @IsInt()
  @Min(1)
  retries!: number;

  @Min(0)
  maxQueueWaitMs!: number;

  @Type(() => CacheSchema)
  @IsObject()
  @ValidateNested()
  cache!: CacheSchema;
}

/** Checks what came out of the queue. Throws `InvalidJobError` with every fault; no value is in it. */
export function checkPayload(payload: unknown): asserts payload is JobPayload {
  const faults =
    typeof payload === 'object' && payload !== null
      ? findFaults(plainToInstance(CommandJobSchema, payload)).map(
          ({ path, message }) => `${path.join('.')}: ${message}`,
        )
      : ['it is no object'];
  if (faults.length === 0) return;
  throw new InvalidJobError(
    `the job in the queue cannot be understood (${faults.join('; ')}); run the same version of Tom everywhere`,
  );
}
