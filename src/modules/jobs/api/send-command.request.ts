import { TextField } from '../../../common/http/fields.js';
import { CommandField, SharedRequestFields, UseCacheField } from './shared-request.fields.js';

/** One command for a device of the inventory. */
export class SendCommandRequest extends SharedRequestFields {
  @CommandField()
  command!: string;

  @TextField({ description: 'Name of the template to parse with', default: null })
  template!: string | null;

  @UseCacheField(false)
  use_cache!: boolean;
}
