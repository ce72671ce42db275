import type { FastifyInstance } from 'fastify';
import { RequestValidationError } from './http.errors.js';

/** Reads JSON bodies; one that is no JSON, or that names an object's prototype, is a fault of the request as any other. */
export function acceptJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    void parse(request, body, (error, value: unknown) => {
      if (error === null || error === undefined) return done(null, value);
      const msg = `JSON decode error: ${error.message}`;
      done(new RequestValidationError([{ type: 'json_invalid', loc: ['body'], msg, input: {} }]));
    });
  });
}
