import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const LOOK_EVERY_MS = 100;

/**
 * Ends connections while the application stops as soon as the requests on them are answered. Those without a request are ended at its
 * beginning; others would be kept for the next request, which never comes, and hold up the end.
 */
export function endAnsweredConnections(app: NestFastifyApplication): void {
  const server = app.getHttpServer();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', (done) => {
      const looks = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
      server.once('close', () => clearInterval(looks));
      looks.unref();
      done();
    });
}
