import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { LoadedPlugins } from '../modules/plugins/loaded-plugins.js';
import { withParsers } from './with-parsers.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type ParameterObject = Extract<NonNullable<OperationObject['parameters']>[number], { name: string }>;

/** The OpenAPI document of every route the application has. */
export function createApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tom')
    .setDescription(
      'Network automation broker: run commands on routers and switches, and get their output as text or as data.',
    )
    .setVersion(version)
    .addServer('/', 'This server')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'ApiKeyAuth')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'BearerAuth')
    .addSecurityRequirements('ApiKeyAuth')
    .addSecurityRequirements('BearerAuth')
    .addTag('commands', 'Run commands on devices')
    .addTag('jobs', 'Follow what was asked')
    .addTag('cache', 'Outputs that are kept for a while')
    .addTag('templates', 'Turn output into records')
    .addTag('inventory', 'Devices Tom knows')
    .addTag('credentials', 'Log-ins that workers hold')
    .addTag('host keys', 'Keys that devices are known by')
    .addTag('auth', 'Who may do what')
    .addTag('monitoring', 'What workers and devices do')
    .addTag('audit', 'Who did what')
    .addTag('health', 'State of the service')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: operationId });
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.post, item.put, item.delete]) tidy(operation);
  }
  const complete = withParsers(document, app.get(LoadedPlugins).parsers.keys());
  return { ...complete, paths: withSlashAtRoot(document.paths) };
}

/** An answer that nothing was said of is what the operation is for; a parameter that was documented twice is there once. */
function tidy(operation: OperationObject | undefined): void {
  if (operation === undefined) return;
  for (const answer of Object.values(operation.responses)) {
    if (answer !== undefined && 'description' in answer && answer.description === '') {
      answer.description = operation.summary ?? '';
    }
  }
  const parameters = new Map<string, ParameterObject>();
  for (const parameter of operation.parameters ?? []) {
    if (!('name' in parameter)) continue;
    const key = `${parameter.in} ${parameter.name}`;
    if (!parameters.has(key)) parameters.set(key, parameter);
  }
  operation.parameters = [...parameters.values()];
}

/** `jobsGet` for `get` of `JobsController`: no two operations may share a name. */
function operationId(controller: string, method: string): string {
  const group = controller.replace(/Controller$/, '');
  return `${group.charAt(0).toLowerCase()}${group.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

/** Nest takes the slash off, but clients of the contract know the API's root with it. */
function withSlashAtRoot(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path === '/api' ? '/api/' : path, item]));
}
