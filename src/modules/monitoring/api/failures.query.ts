import { ChoiceField, IntegerField, TextField } from '../../../common/http/fields.js';
import { JOB_ERROR_TYPES } from '../../../common/tom-error.js';

export class FailuresQuery {
  @TextField({ description: 'Inventory name, or host:port', default: null, minLength: 1 })
  device!: string | null;

  @ChoiceField({ description: 'Kind of the failure', choices: JOB_ERROR_TYPES, default: null })
  error_type!: string | null;

  @IntegerField({
    description: 'Failed at this time or later: seconds since the epoch',
    default: null,
    minimum: 0,
    maximum: 1e11,
  })
  since!: number | null;

  @IntegerField({ description: 'Most failures to give', default: 100, minimum: 1, maximum: 5_000 })
  limit!: number;
}
