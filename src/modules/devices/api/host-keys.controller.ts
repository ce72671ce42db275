import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidBody, ValidQuery } from '../../../common/http/valid-input.decorators.js';
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
  constructor(private readonly book: HostKeyBook) {}

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
  async import(@ValidBody(ImportHostKeysRequest) { known_hosts }: ImportHostKeysRequest): Promise<HostKeyImport> {
    return this.book.import(known_hosts);
  }

  @RequireRole('admin')
  @Delete()
  @ApiOperation({
    summary: 'Forget the keys of a host',
    description:
      'For a device that was replaced. With `host_key_policy: accept-new` the next connection takes the key that it finds.',
  })
  @ApiOkResponse({ type: ForgottenHostKeysResponse })
  @ApiErrors(422, 503)
  async forget(
    @ValidQuery(ForgetHostKeysQuery) { host, port }: ForgetHostKeysQuery,
  ): Promise<ForgottenHostKeysResponse> {
    return { deleted: await this.book.forget(host, port) };
  }
}
