import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveApiDocs } from './api-docs/serve-api-docs.js';
import { AppModule, type AppOptions } from './app.module.js';
import { endAnsweredConnections } from './common/http/answered-connections.js';
import { ErrorFilter } from './common/http/error.filter.js';
import { answerFrameworkError } from './common/http/framework-error.js';
import { acceptJsonBodies } from './common/http/json-body.js';
import { answerRequestIds, requestIdOf } from './common/http/request-id.js';
import { logRequests } from './common/http/request-log.js';
import { secureHeaders } from './common/http/security-headers.js';
import { TlsFiles } from './common/http/tls-files.js';
import { PinoLogger } from './common/logging/pino-logger.js';
import { VERSION } from './common/version.js';

/** Longest name in a path (a device's, a template's), in characters. */
const MAX_NAME_LENGTH = 1_024;

/** The HTTP application of a controller or of a standalone process, ready to listen. */
export async function createHttpApp(options: AppOptions): Promise<NestFastifyApplication> {
  const { limits, server } = options.settings;
  const tls = await TlsFiles.read(server);
  const adapter = new FastifyAdapter({
    bodyLimit: limits.maxBodyBytes,
    trustProxy: limits.trustedProxies.length > 0 ? [...limits.trustedProxies] : false,
    ...(tls === undefined ? {} : { https: tls.options }),
    skipMiddie: true,
    genReqId: requestIdOf,
    forceCloseConnections: 'idle',
    frameworkErrors: answerFrameworkError,
    routerOptions: { maxParamLength: MAX_NAME_LENGTH, ignoreTrailingSlash: true },
  });
  const app = await NestFactory.create<NestFastifyApplication>(await AppModule.register(options), adapter, {
    logger: new PinoLogger(options.settings.log),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ErrorFilter());
  secureHeaders(app, options.settings);
  tls?.follow(app);
  endAnsweredConnections(app);
  answerRequestIds(adapter.getInstance());
  acceptJsonBodies(adapter.getInstance(), limits.maxBodyDepth);
  logRequests(adapter.getInstance(), new Logger('Http'));
  serveApiDocs(app, VERSION);
  return app;
}
