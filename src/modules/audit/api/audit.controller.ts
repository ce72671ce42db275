import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { InvalidAuditFilterError } from '../audit.errors.js';
import { AuditReader, type AuditFilter } from '../audit-reader.js';
import { AuditQuery, AuditResponse } from './audit.dtos.js';

@ApiTags('audit')
@RequireRole('admin')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly reader: AuditReader) {}

  @Get()
  @ApiOperation({
    summary: 'Who did what',
    description:
      'Commands, changes, refusals and what became of them, the newest first; secrets are masked. A call looks at 10,000 events at most.',
  })
  @ApiOkResponse({ type: AuditResponse })
  @ApiErrors(422, 503)
  async find(@ValidQuery(AuditQuery) query: AuditQuery): Promise<AuditResponse> {
    return AuditResponse.of(await this.reader.find(filterOf(query)));
  }
}

function filterOf({ job_id: job, since, until, limit, ...rest }: AuditQuery): AuditFilter {
  const given = { ...rest, job, since: readTime('since', since), until: readTime('until', until) };
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)), limit };
}

function readTime(field: string, text: string | null): number | null {
  if (text === null) return null;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new InvalidAuditFilterError(`${field} "${text}" is no time; write it as 2026-01-31T12:00:00Z`);
}
