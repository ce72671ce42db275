import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of every route the application has. */
export function createApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tom')
    .setDescription(
      'Network automation broker: run commands on routers and switches, and get their output as text or as data.',
    )
    .setVersion(version)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'api_key')
    .addSecurityRequirements('api_key')
    .addTag('commands', 'Run commands on devices')
    .addTag('jobs', 'Follow what was asked')
    .addTag('templates', 'Turn output into records')
    .addTag('inventory', 'Devices Tom knows')
    .addTag('health', 'State of the service')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_, method) => method });
  return { ...document, paths: withSlashAtRoot(document.paths) };
}

/** Nest takes the slash off, but clients of the contract know the API's root with it. */
function withSlashAtRoot(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path === '/api' ? '/api/' : path, item]));
}
