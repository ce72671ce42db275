import { hash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { JobView, ShownOutput } from '../job-output.types.js';

interface Hit {
  readonly shown: ShownOutput;
  readonly at: number;
}

/**
 * Sets `Age` and `ETag` of an answer whose every command came from the cache. True where the caller has the same answer already, as
 * its `If-None-Match` says.
 * @param form what the answer looks like, beside its outputs
 */
export function setCacheHeaders({ outputs }: JobView, form: string, reply: FastifyReply): boolean {
  const hits = (outputs ?? []).flatMap((shown) =>
    shown.cache.status === 'hit' ? [{ shown, at: shown.cache.at }] : [],
  );
  if (outputs === null || hits.length === 0 || hits.length < outputs.length) return false;
  const oldest = Math.min(...hits.map(({ at }) => at));
  const tag = `W/"${digestOf(hits, form)}"`;
  void reply.header('Age', String(Math.max(0, Math.floor((Date.now() - oldest) / 1000)))).header('ETag', tag);
  const wanted = reply.request.headers['if-none-match'];
  return wanted !== undefined && wanted.split(',').some((one) => weak(one) === weak(tag) || one.trim() === '*');
}

function weak(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}

/** Weak, since answers with the same outputs differ in their ids and ages. */
function digestOf(hits: readonly Hit[], form: string): string {
  const texts = hits.map(({ shown: { command, text, parsed, includeRaw }, at }) => {
    const facts = JSON.stringify([command, at, parsed, includeRaw, text.length]);
    return `${facts}\n${text}`;
  });
  return hash('sha256', `${form}\n${texts.join('')}`, 'base64url').slice(0, 27);
}
