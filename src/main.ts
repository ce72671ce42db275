import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { listen } from './common/http/listen.js';
import { loadSettings } from './config/load-settings.js';
import { endInTime } from './end-in-time.js';
import { createHttpApp } from './http-app.js';
import { runProcess } from './run-process.js';

await runProcess(async () => {
  const { settings, role, notes } = loadSettings({ entry: 'main' });
  const app = await createHttpApp({ role, settings });
  app.enableShutdownHooks();
  endInTime(settings.jobs.shutdownGraceMs);
  const logger = new Logger('Tom');
  for (const note of notes) logger.warn(note);
  const { host, port } = settings.server;
  await listen(app, settings.server);
  logger.log(`${role} listens at ${host} port ${new URL(await app.getUrl()).port || port}, API docs at /docs`);
  if (role === 'standalone') logger.log('embedded: no Redis is configured, jobs and results do not survive a restart');
});
