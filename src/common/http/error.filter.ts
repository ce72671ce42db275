import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TomError } from '../tom-error.js';
import { coerceBoolean } from './fields.js';
import { RequestValidationError, type FieldFault } from './http.errors.js';
import { statusOf, titleOf } from './http-status.js';

/** Where a service is away and the error does not say for how long. */
const RETRY_AFTER_S = 5;

interface ErrorAnswer {
  readonly status: number;
  readonly title: string;
  readonly detail: string | readonly FieldFault[];
}

function answerTo(error: unknown): ErrorAnswer | undefined {
  if (error instanceof RequestValidationError) return { status: 422, title: 'Validation Error', detail: error.faults };
  if (error instanceof TomError) {
    const status = statusOf(error.kind);
    return { status, title: error.title ?? titleOf(status), detail: error.message };
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    // The router's own sentence repeats the whole address; a query may hold a token.
    return { status, title: titleOf(status), detail: error.message.replace(/^(Cannot \w+ [^?\s]+)\?.*$/s, '$1') };
  }
  return undefined;
}

/** When asking again may help, in seconds: whatever is away may soon be back. */
function retryAfterOf(error: unknown, status: number): number | undefined {
  const wanted = error instanceof TomError ? error.retryAfterSeconds : undefined;
  return wanted ?? (status === 503 ? RETRY_AFTER_S : undefined);
}

/** `field: sentence; field: sentence`, for an answer in plain text. */
function asSentence(detail: string | readonly FieldFault[]): string {
  if (typeof detail === 'string') return detail;
  return detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ');
}

/** Whether the caller asked for plain text, as far as the body can be read. */
function wantsPlainText(request: FastifyRequest): boolean {
  const body = request.body;
  if (typeof body !== 'object' || body === null || !('raw_output' in body)) return false;
  return coerceBoolean(body.raw_output) === true;
}

/** The one place where an error becomes an answer: `{error, detail}`, or the sentence alone with `raw_output`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = answerTo(error) ?? this.unexpected(error, request);
    if (reply.sent) return;
    void reply.status(answer.status);
    const retryAfter = retryAfterOf(error, answer.status);
    if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
    if (wantsPlainText(request)) void reply.type('text/plain; charset=utf-8').send(asSentence(answer.detail));
    else void reply.send({ error: answer.title, detail: answer.detail });
  }

  private unexpected(error: unknown, request: FastifyRequest): ErrorAnswer {
    this.logger.error(`${request.method} ${request.routeOptions.url ?? 'unknown route'} failed`, error);
    const detail = `an unexpected error, logged with request id ${request.id}`;
    return { status: 500, title: titleOf(500), detail };
  }
}
