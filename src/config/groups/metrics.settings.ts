import { IsIn, Max, Min } from 'class-validator';
import { BOTH_ROLES } from '../role.js';
import { Setting } from '../setting.decorator.js';
import { choice, integer, text } from '../setting-types.js';

/** Metrics and health. */
export class MetricsSettings {
  @Setting({
    key: 'metrics_device_label',
    type: choice(),
    roles: BOTH_ROLES,
    description:
      'Devices with metrics of their own: `top` the 100 that were busiest in the hour before (the others together are `other`), `on` all of them, `off` none.',
  })
  @IsIn(['top', 'on', 'off'])
  readonly deviceLabel: 'top' | 'on' | 'off' = 'top';

  @Setting({
    key: 'monitor_port',
    type: integer,
    roles: ['worker'],
    description:
      'TCP port at which a worker answers `/health`, `/ready` and `/metrics`; 0 takes a free one. Without it there is none.',
    defaultText: 'not set',
  })
  @Min(0)
  @Max(65535)
  readonly monitorPort?: number;

  @Setting({
    key: 'monitor_host',
    type: text,
    roles: ['worker'],
    description: 'Address it listens at.',
  })
  readonly monitorHost: string = '127.0.0.1';
}
