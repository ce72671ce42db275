import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const HEADER = 'x-request-id';
/** Ids of callers that are taken over: short, and nothing that a log could be forged with. */
const GOOD_ID = /^[\w.:/+=-]{1,128}$/;

/** The caller's `X-Request-ID`, or a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[HEADER];
  return typeof given === 'string' && GOOD_ID.test(given) ? given : randomUUID();
}

/** Has every answer carry the id of its request. */
export function answerRequestIds(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(HEADER, request.id);
    done();
  });
}

/** The id of the request, for a controller's method. */
export const RequestId = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().id,
);
