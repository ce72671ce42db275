import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { ACCESS_ROLES, type AccessRole } from '../../../common/access-role.js';
import { ChoiceField, IntegerField, TextField } from '../../../common/http/fields.js';
import { InputField } from '../../../common/http/input-fields.js';
import type { KeyUse, NewKey } from '../keys/stored-keys.js';
import type { StoredKey } from '../keys/stored-key.js';

const MOST_PATTERNS = 1_000;
const MOST_DAYS = 3_650;

function DevicesField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description:
        'Devices it may use: patterns of names (`ams-*`) or of other fields (`site=ams`); null for those of its user',
      type: [String],
      nullable: true,
      required: false,
    }),
    InputField((value) => (value === undefined ? null : value)),
    IsOptional(),
    MaxLength(256, {
      each: true,
      message: 'Each pattern should have at most 256 characters',
      context: { type: 'too_long' },
    }),
    IsString({ each: true, message: 'Each pattern should be a string', context: { type: 'string_type' } }),
    ArrayMaxSize(MOST_PATTERNS, {
      message: `List should have at most ${MOST_PATTERNS} items`,
      context: { type: 'too_long' },
    }),
    IsArray({ message: 'Input should be a valid list', context: { type: 'list_type' } }),
  );
}

/** A key to make. */
export class CreateKeyRequest {
  @TextField({ description: 'Who uses it: the name in jobs and in the audit log', minLength: 1, example: 'robot' })
  user!: string;

  @ChoiceField({ description: 'What it may do', choices: ACCESS_ROLES, default: 'operator' })
  role!: AccessRole;

  @DevicesField()
  devices!: string[] | null;

  @TextField({ description: 'What it is for', default: '' })
  description!: string;

  @IntegerField({ description: 'Days until it ends; null for never', default: null, minimum: 1, maximum: MOST_DAYS })
  expires_in_days!: number | null;
}

/** How a key is replaced. */
export class RotateKeyRequest {
  @IntegerField({
    description: 'Seconds for which the old key stays valid',
    example: 3_600,
    default: 3_600,
    minimum: 0,
    maximum: 30 * 86_400,
  })
  grace_seconds!: number;
}

function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** An API key, without the key itself. */
export class KeyInfo {
  @ApiProperty({ example: '4f1c2a9b8d7e6f50' })
  id!: string;

  @ApiProperty({ example: 'robot' })
  user!: string;

  @ApiProperty({ enum: ACCESS_ROLES })
  role!: AccessRole;

  @ApiProperty({ type: [String], nullable: true })
  devices!: readonly string[] | null;

  @ApiProperty()
  description!: string;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ description: 'Who made it', example: 'admin' })
  created_by!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  expires_at!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'To the minute' })
  last_used_at!: string | null;

  static of(stored: StoredKey | KeyUse): KeyInfo {
    const { id, user, role, devices, description, createdAt, createdBy, expiresAt } = stored;
    return Object.assign(new KeyInfo(), {
      ...{ id, user, role, devices, description },
      created_at: new Date(createdAt).toISOString(),
      created_by: createdBy,
      expires_at: isoTime(expiresAt),
      last_used_at: 'lastUsedAt' in stored ? isoTime(stored.lastUsedAt) : null,
    });
  }
}

/** A key that was just made. */
export class CreatedKey extends KeyInfo {
  @ApiProperty({ description: 'The key itself: shown this once', example: 'tom_4f1c2a9b8d7e6f50_…' })
  key!: string;

  static ofNew({ key, stored }: NewKey): CreatedKey {
    return Object.assign(new CreatedKey(), KeyInfo.of(stored), { key: key.reveal() });
  }
}

/** All keys that were made over the API. */
export class KeyListResponse {
  @ApiProperty({ type: [KeyInfo] })
  keys!: KeyInfo[];
}
