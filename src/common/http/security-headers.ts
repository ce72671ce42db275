import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from 'helmet';

/** What of the settings the headers depend on. */
interface HeaderSettings {
  readonly server: { readonly tlsCertFile?: string };
  readonly limits: { readonly corsOrigins: readonly string[] };
}

/** What the API has routes for; GET, HEAD and POST alone are taken for granted. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
/** Headers of answers that say something to a script; browsers show it no others. */
const TOLD_HEADERS = [
  'Age',
  'ETag',
  'Link',
  'Retry-After',
  'Tom-Inventory-Source',
  'Tom-Inventory-Warning',
  'Warning',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-ID',
];

const YEAR_S = 365 * 86_400;

/**
 * Headers that keep browsers from doing more with an answer than is meant. Pages that need more than nothing say so themselves. Scripts of other
 * origins may read answers only where `cors_origins` names theirs.
 */
export function secureHeaders(app: NestFastifyApplication, settings: HeaderSettings): void {
  const headers = headersOf(settings);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (_, reply, done) => {
    void reply.headers(headers);
    done();
  });
  const { corsOrigins } = settings.limits;
  if (corsOrigins.length > 0) {
    app.enableCors({ origin: [...corsOrigins], methods: METHODS, exposedHeaders: TOLD_HEADERS, maxAge: 600 });
  }
}

/** They are the same for every answer, so helmet is asked once. */
function headersOf({ server, limits }: HeaderSettings): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  const secure = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: server.tlsCertFile === undefined ? false : { maxAge: YEAR_S, includeSubDomains: false },
    crossOriginResourcePolicy: { policy: limits.corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  secure(request, answer, () => undefined);
  return answer.getHeaders();
}
