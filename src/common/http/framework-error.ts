import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { titleOf } from './http-status.js';

const SENTENCES: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'the path is not valid: % must begin two hexadecimal digits, and the bytes they stand for be UTF-8',
  FST_ERR_MAX_PARAM_LENGTH: 'a name in the path is too long',
};

/** Answers what Fastify refuses before any route is found. Its own sentences repeat the query, which may hold a token. */
export function answerFrameworkError(error: FastifyError, _: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 400;
  void reply
    .status(status)
    .send({ error: titleOf(status), detail: SENTENCES[error.code] ?? 'the request is not valid' });
}
