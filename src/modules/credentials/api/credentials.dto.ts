import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from '../../../common/http/fields.js';

const LONGEST_WAIT_S = 3600;

export class CredentialListQuery {
  @IntegerField({
    description: 'Longest wait for a worker, in seconds',
    default: 30,
    minimum: 1,
    maximum: LONGEST_WAIT_S,
  })
  timeout!: number;
}

/** Ids of stored credentials. */
export class CredentialListResponse {
  @ApiProperty({ type: [String], example: ['lab', 'routers'] })
  credentials!: string[];
}
