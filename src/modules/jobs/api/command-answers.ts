import { HttpStatus, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { statusOf } from '../../../common/http/http-status.js';
import type { JobView, ShownOutput } from '../job-output.types.js';
import type { CommandOrder, ConfigOrder } from '../job-orders.types.js';
import { JobSubmissionService } from '../job-submission.service.js';
import { JobViewsService } from '../job-views.service.js';
import { isFinished } from '../job.types.js';
import { JobWaitTimeoutError } from '../jobs.errors.js';
import { setCacheHeaders } from './cache-headers.js';
import { JobResponse } from './job-response.dto.js';

const PLAIN_TEXT = 'text/plain; charset=utf-8';

/** In what form the caller wants the answer. */
export interface AnswerForm {
  readonly wait: boolean;
  readonly raw_output: boolean;
  /** Several commands were asked for: in plain text each gets a heading. */
  readonly isList?: boolean;
}

/** Queues an order and answers in the form the caller asked for. */
@Injectable()
export class CommandAnswers {
  constructor(
    private readonly submission: JobSubmissionService,
    private readonly views: JobViewsService,
  ) {}

  async give(order: CommandOrder, form: AnswerForm, reply: FastifyReply): Promise<JobResponse | string> {
    const { record, answered } = await this.submission.submit({ ...order, requestId: reply.request.id }, form.wait);
    if (!form.wait) return JobResponse.of({ record, outputs: null, configuration: null });
    const view =
      answered === null
        ? await this.views.waitFor(record, order.wishes)
        : await this.views.showAnswered(record, answered, order.wishes);
    if (setCacheHeaders(view, form.raw_output ? 'text' : 'json', reply)) {
      void reply.status(HttpStatus.NOT_MODIFIED);
      return '';
    }
    return form.raw_output ? plainAnswer(view, form.isList ?? false, reply) : JobResponse.of(view);
  }

  async giveConfig(order: ConfigOrder, wait: boolean, requestId: string): Promise<JobResponse> {
    const record = await this.submission.submitConfig({ ...order, requestId });
    return JobResponse.of(wait ? await this.views.waitFor(record, []) : { record, outputs: null, configuration: null });
  }
}

/** The output alone, or the sentence that says why there is none. */
function plainAnswer({ record, outputs }: JobView, isList: boolean, reply: FastifyReply): string {
  if (!isFinished(record.status)) {
    throw new JobWaitTimeoutError(
      `job ${record.id} is still ${record.status}; follow it with GET /api/job/${record.id}`,
    );
  }
  void reply.type(PLAIN_TEXT);
  if (record.failure !== null) {
    // The driver was known when the job was accepted: that a worker cannot use it is no fault of the request.
    void reply.status(record.failure.type === 'driver' ? HttpStatus.BAD_GATEWAY : statusOf(record.failure.type));
    return record.failure.message;
  }
  if (outputs === null) {
    void reply.status(HttpStatus.BAD_GATEWAY);
    return `the output of job ${record.id} is no longer kept`;
  }
  return plainOutput(outputs, isList);
}

function plainOutput(outputs: readonly ShownOutput[], isList: boolean): string {
  if (!isList) return outputs.map(({ text }) => text).join('\n');
  return outputs.map(({ command, text }) => `### ${command} ###\n${text}`).join('\n\n');
}
