import { IntegerField, TextField } from '../../../common/http/fields.js';
import { SendCommandRequest } from './send-command.request.js';

/** One command for a device that the request describes itself. */
export class RawCommandRequest extends SendCommandRequest {
  @TextField({ description: 'Host name or address', example: '192.0.2.1', minLength: 1 })
  host!: string;

  @TextField({ description: 'Driver name', example: 'cisco_ios', minLength: 1 })
  device_type!: string;

  @IntegerField({
    description: 'TCP port; 23 where it is not given and the driver is one of Telnet',
    default: null,
    usualDefault: 22,
    minimum: 1,
    maximum: 65_535,
  })
  port!: number | null;

  @TextField({ description: 'Id of the log-in in the credential store', example: 'lab', default: null, minLength: 1 })
  credential_id!: string | null;
}
