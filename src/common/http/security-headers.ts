import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What of the settings the headers depend on. */
interface HeaderSettings {
  readonly server: { readonly tlsCertFile?: string };
  readonly limits: { readonly corsOrigins: readonly string[] };
}

const YEAR_S = 365 * 86_400;

/**
 * Headers that keep browsers from doing more with an answer than is meant. Pages that need more than nothing say so themselves. Scripts of other
 * origins may read answers only where `cors_origins` names theirs.
 */
export async function secureHeaders(app: NestFastifyApplication, { server, limits }: HeaderSettings): Promise<void> {
  const { corsOrigins } = limits;
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: server.tlsCertFile === undefined ? false : { maxAge: YEAR_S, includeSubDomains: false },
    crossOriginResourcePolicy: { policy: corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  if (corsOrigins.length > 0) app.enableCors({ origin: [...corsOrigins], maxAge: 600 });
}
