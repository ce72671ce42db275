import type { FastifyInstance } from 'fastify';
import { MediaTypeError, RequestValidationError } from './http.errors.js';
import { jsonFault } from './json-fault.js';

/** Whether a JSON text nests deeper than that; looked at before it is read, in time that grows with its length alone. */
function isDeeperThan(maxDepth: number, json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (isText) {
      if (character === '\\') index++;
      else isText = character !== '"';
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') {
      if (++depth > maxDepth) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}

/**
 * Reads JSON bodies; one that is no JSON, or that names an object's prototype, is a fault of the request as any other.
 * @param maxDepth lists and maps that may be inside each other
 */
export function acceptJsonBodies(fastify: FastifyInstance, maxDepth: number): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (isDeeperThan(maxDepth, body)) {
      const msg = `JSON should have at most ${maxDepth} lists and objects inside each other`;
      return done(new RequestValidationError([{ type: 'too_deep', loc: ['body'], msg }]));
    }
    void parse(request, body, (error, value: unknown) => {
      if (error === null || error === undefined) return done(null, value);
      done(new RequestValidationError([jsonFault(body, error.message)]));
    });
  });
  fastify.addContentTypeParser('*', (request, _, done) => done(mediaTypeError(request.headers['content-type'])));
}

/** A body without a type is not read either: a page of another origin can send one without asking. */
function mediaTypeError(type: string | undefined): MediaTypeError {
  const found = type === undefined ? 'the body has no Content-Type' : `a body of Content-Type "${type}" is not read`;
  return new MediaTypeError(`${found}; send JSON, with "Content-Type: application/json"`);
}
