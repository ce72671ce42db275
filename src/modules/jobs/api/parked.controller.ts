import { Controller, Delete, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { RecordsChanges } from '../../audit/api/records-changes.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { inlineCredentialName, storedCredentialName } from '../guard/guarded-credential.js';
import { ParkedService, type ReleaseWish } from '../guard/parked.service.js';
import { NothingToReleaseError } from '../jobs.errors.js';
import { ParkedResponse, ReleaseQuery, ReleaseResponse } from './parked.dto.js';

@ApiTags('monitoring')
@Controller('api/monitoring/parked')
export class ParkedController {
  constructor(private readonly parked: ParkedService) {}

  @RequireRole('admin')
  @Get()
  @ApiOperation({
    summary: 'Credentials and devices that workers do not try at present',
    description: 'Jobs for them fail at once. After its wait each is tried by one job, whose success releases it.',
  })
  @ApiOkResponse({ type: ParkedResponse })
  @ApiErrors(503)
  async list(): Promise<ParkedResponse> {
    return ParkedResponse.of(await this.parked.list());
  }

  @RequireRole('admin')
  @RecordsChanges()
  @Delete()
  @ApiOperation({
    summary: 'Have a credential or a device tried again at once',
    description: 'With a credential and a device: the credential at this device alone.',
  })
  @ApiOkResponse({ type: ReleaseResponse })
  @ApiErrors(422, 503)
  async release(@ValidQuery(ReleaseQuery) query: ReleaseQuery): Promise<ReleaseResponse> {
    return { released: await this.parked.release(wishOf(query)) };
  }
}

function wishOf({ credential_id: id, username, device }: ReleaseQuery): ReleaseWish {
  if (id !== null && username !== null) {
    throw new NothingToReleaseError('credential_id and username name two credentials; release one at a time');
  }
  if (id === null && username === null && device === null) {
    throw new NothingToReleaseError('name what is to be released: credential_id, username or device');
  }
  const credential = id === null ? username && inlineCredentialName(username) : storedCredentialName(id);
  return {
    ...(credential === null ? {} : { credential }),
    ...(device === null ? {} : { device: device.toLowerCase() }),
  };
}
