import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { CredentialIdsService } from '../credential-ids.service.js';
import { CredentialListQuery, CredentialListResponse } from './credentials.dto.js';

@ApiTags('credentials')
@Controller('api/credentials')
export class CredentialsController {
  constructor(private readonly ids: CredentialIdsService) {}

  @Get()
  @RequireRole('admin')
  @ApiOperation({
    summary: 'Ids of the stored credentials',
    description: 'Asked of a worker: a controller has no access to the credential store. Nothing but ids is shown.',
  })
  @ApiOkResponse({ type: CredentialListResponse })
  @ApiErrors(422, 503, 504)
  async list(@ValidQuery(CredentialListQuery) { timeout }: CredentialListQuery): Promise<CredentialListResponse> {
    return { credentials: await this.ids.list(timeout * 1000) };
  }
}
