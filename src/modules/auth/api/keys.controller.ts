import { Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { OptionalBody, ValidBody } from '../../../common/http/valid-input.decorators.js';
import { RecordsItself } from '../../audit/api/records-itself.decorator.js';
import { AuditLog } from '../../audit/audit-log.port.js';
import type { Caller } from '../caller.types.js';
import { CurrentCaller } from '../current-caller.decorator.js';
import type { StoredKey } from '../keys/stored-key.js';
import { StoredKeys } from '../keys/stored-keys.js';
import { RequireRole } from '../require-role.decorator.js';
import { CreatedKey, CreateKeyRequest, KeyInfo, KeyListResponse, RotateKeyRequest } from './key.dtos.js';

const DAY_MS = 86_400_000;
const ID_PARAM = { name: 'key_id', description: 'Id of the key, as the list has it', example: '4f1c2a9b8d7e6f50' };

@ApiTags('auth')
@RequireRole('admin')
@RecordsItself()
@Controller('api/keys')
export class KeysController {
  constructor(
    private readonly keys: StoredKeys,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'API keys',
    description: 'Those that were made here; those of the settings are not among them.',
  })
  @ApiOkResponse({ type: KeyListResponse })
  @ApiErrors(503)
  async list(): Promise<KeyListResponse> {
    return { keys: (await this.keys.list()).map((stored) => KeyInfo.of(stored)) };
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Make an API key', description: 'The answer holds the key, which nobody can see again.' })
  @ApiBody({ type: CreateKeyRequest })
  @ApiOkResponse({ type: CreatedKey })
  @ApiErrors(409, 422, 503)
  async create(
    @CurrentCaller() caller: Caller,
    @ValidBody(CreateKeyRequest) request: CreateKeyRequest,
  ): Promise<CreatedKey> {
    const { user, role, devices, description, expires_in_days: days } = request;
    const expiresAt = days === null ? null : Date.now() + days * DAY_MS;
    const made = await this.keys.create({ user, role, devices, description, createdBy: caller.user, expiresAt });
    this.record('api_key.created', caller, made.stored);
    return CreatedKey.ofNew(made);
  }

  @Post(':key_id/rotate')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Replace an API key',
    description: 'Gives a key with the same rights and end; the old one ends soon.',
  })
  @ApiParam(ID_PARAM)
  @ApiBody({ type: RotateKeyRequest, required: false })
  @ApiOkResponse({ type: CreatedKey })
  @ApiErrors(404, 409, 422, 503)
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('key_id') id: string,
    @OptionalBody(RotateKeyRequest) { grace_seconds: graceSeconds }: RotateKeyRequest,
  ): Promise<CreatedKey> {
    const made = await this.keys.rotate(id, caller.user, graceSeconds * 1_000);
    this.record('api_key.rotated', caller, made.stored, { replaces: id });
    return CreatedKey.ofNew(made);
  }

  @Delete(':key_id')
  @ApiOperation({ summary: 'End an API key at once', description: 'From now on it opens nothing.' })
  @ApiParam(ID_PARAM)
  @ApiOkResponse({ type: KeyInfo })
  @ApiErrors(404, 503)
  async delete(@CurrentCaller() caller: Caller, @Param('key_id') id: string): Promise<KeyInfo> {
    const stored = await this.keys.delete(id);
    this.record('api_key.deleted', caller, stored);
    return KeyInfo.of(stored);
  }

  private record(action: string, caller: Caller, stored: StoredKey, more: Record<string, string> = {}): void {
    const { id, user, role, devices } = stored;
    this.audit.record({ action, outcome: 'completed', caller, detail: { id, user, role, devices, ...more } });
  }
}
