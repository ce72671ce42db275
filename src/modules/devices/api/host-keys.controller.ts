import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidBody, ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { AuditLog } from '../../audit/audit-log.port.js';
import { RecordsChanges } from '../../audit/api/records-changes.decorator.js';
import type { Caller } from '../../auth/caller.types.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { HostKeyBook, type HostKeyImport } from '../host-keys/host-key-book.js';
import {
  ForgetHostKeysQuery,
  ForgottenHostKeysResponse,
  HostKeyResponse,
  HostKeysQuery,
  HostKeysResponse,
  ImportedHostKeysResponse,
  ImportHostKeysRequest,
} from './host-keys.dto.js';

@ApiTags('host keys')
@RequireRole('admin')
@Controller('api/host_keys')
export class HostKeysController {
  constructor(
    private readonly book: HostKeyBook,
    private readonly audit: AuditLog,
  ) {}

  @RequireRole('admin')
  @Get()
  @ApiOperation({
    summary: 'Keys that the SSH servers of devices and jump hosts are known by',
    description:
      'Those that all workers share. The `known_hosts_file` of a worker, which goes before them, is not shown.',
  })
  @ApiOkResponse({ type: HostKeysResponse })
  @ApiErrors(422, 503)
  async list(@ValidQuery(HostKeysQuery) { host }: HostKeysQuery): Promise<HostKeysResponse> {
    return { host_keys: (await this.book.list(host)).map((key) => HostKeyResponse.of(key)) };
  }

  @RequireRole('admin')
  @RecordsChanges()
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make host keys known',
    description:
      'The hosts are known by these keys, and by those that were imported before. A key that was taken at the first connection goes.',
  })
  @ApiBody({ type: ImportHostKeysRequest })
  @ApiOkResponse({ type: ImportedHostKeysResponse })
  @ApiErrors(422, 503)
  async import(
    @CurrentCaller() caller: Caller,
    @ValidBody(ImportHostKeysRequest) { known_hosts }: ImportHostKeysRequest,
  ): Promise<HostKeyImport> {
    const done = await this.book.import(known_hosts);
    const detail = { imported: done.imported, skipped: done.skipped.length };
    this.audit.record({ action: 'host_key.imported', outcome: 'completed', caller, detail });
    return done;
  }

  @RequireRole('admin')
  @RecordsChanges()
  @Delete()
  @ApiOperation({
    summary: 'Forget the keys of a host',
    description:
      'For a device that was replaced. With `host_key_policy: accept-new` the next connection takes the key that it finds.',
  })
  @ApiOkResponse({ type: ForgottenHostKeysResponse })
  @ApiErrors(422, 503)
  async forget(
    @CurrentCaller() caller: Caller,
    @ValidQuery(ForgetHostKeysQuery) { host, port }: ForgetHostKeysQuery,
  ): Promise<ForgottenHostKeysResponse> {
    const deleted = await this.book.forget(host, port);
    const device = port === null ? host : `${host}:${port}`;
    this.audit.record({ action: 'host_key.deleted', outcome: 'completed', caller, device, detail: { deleted } });
    return { deleted };
  }
}
