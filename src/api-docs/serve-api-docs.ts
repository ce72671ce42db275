import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { createApiDocument } from './api-document.js';
import { REDOC_PAGE } from './redoc-page.js';

/** Nothing is loaded from anywhere else; both pages style themselves inline, and ReDoc searches in a worker of its own. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** ReDoc shows the logo of its makers from their server, and does without where there is none. */
const FOREIGN_LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg';

function isDocsPage(url: string): boolean {
  return /^\/(docs|redoc)([/?]|$)/.test(url);
}

/** Serves `/openapi.json`, Swagger UI at `/docs` and ReDoc at `/redoc`, all from this server alone. */
export function serveApiDocs(app: NestFastifyApplication, version: string): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (request, reply) => {
    if (isDocsPage(request.url)) void reply.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  });
  SwaggerModule.setup('docs', app, () => createApiDocument(app, version), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Tom API',
    raw: ['json'],
  });
  const bundle = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');
  fastify.get('/redoc', (_, reply) => reply.type('text/html; charset=utf-8').send(REDOC_PAGE));
  fastify.get('/redoc/redoc.standalone.js', async (_, reply) => {
    const script = await readFile(bundle, 'utf8');
    return reply
      .type('text/javascript; charset=utf-8')
      .header('Cache-Control', 'public, max-age=86400')
      .send(script.replaceAll(FOREIGN_LOGO, 'data:,'));
  });
}
