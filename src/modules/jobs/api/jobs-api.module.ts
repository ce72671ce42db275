import { Module, type DynamicModule } from '@nestjs/common';
import { CredentialSealingModule } from '../../credentials/credential-sealing.module.js';
import { DevicesModule } from '../../devices/devices.module.js';
import { InventoryModule } from '../../inventory/inventory.module.js';
import { ParsingModule } from '../../parsing/parsing.module.js';
import { JobAccess } from '../job-access.js';
import { JobCache } from '../cached/job-cache.js';
import { JobParser } from '../job-parser.js';
import { OrderChecks } from '../order-checks.js';
import { JobSubmissionService } from '../job-submission.service.js';
import { JobViewsService } from '../job-views.service.js';
import { CommandAnswers } from './command-answers.js';
import { DeviceCommandsController } from './device-commands.controller.js';
import { ParkedService } from '../guard/parked.service.js';
import { JobEventsService } from '../job-events.service.js';
import { JobEventsController } from './job-events.controller.js';
import { JobListController } from './job-list.controller.js';
import { JobsController } from './jobs.controller.js';
import { ParkedController } from './parked.controller.js';
import { RawCommandsController } from './raw-commands.controller.js';

/** The HTTP half of jobs. */
@Module({})
export class JobsApiModule {
  /** @param jobs the job engine */
  static register(jobs: DynamicModule): DynamicModule {
    return {
      module: JobsApiModule,
      imports: [jobs, InventoryModule, DevicesModule, CredentialSealingModule, ParsingModule],
      controllers: [
        DeviceCommandsController,
        RawCommandsController,
        JobsController,
        JobListController,
        JobEventsController,
        ParkedController,
      ],
      providers: [
        JobAccess,
        JobParser,
        JobCache,
        OrderChecks,
        JobSubmissionService,
        JobViewsService,
        CommandAnswers,
        JobEventsService,
        ParkedService,
      ],
    };
  }
}
