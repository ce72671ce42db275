import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** One line a request: what, by whom, how it ended and how long it took. The query is left out: it may hold a token. */
export function logRequests(fastify: FastifyInstance, logger: LoggerService): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const [path = ''] = request.url.split('?', 1);
    logger.log(`${request.method} ${path} ${reply.statusCode}`, {
      requestId: request.id,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      from: request.ip,
    });
    done();
  });
}
