import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { PinoLogger } from './common/logging/pino-logger.js';
import { loadSettings } from './config/load-settings.js';
import { endInTime } from './end-in-time.js';
import { runProcess } from './run-process.js';

await runProcess(async () => {
  const { settings, role, notes } = loadSettings({ entry: 'worker' });
  // Jobs may be under way before the last part of it has started.
  const canStop = endInTime(settings.jobs.shutdownGraceMs);
  const app = await NestFactory.createApplicationContext(await AppModule.register({ role, settings }), {
    logger: new PinoLogger(settings.log),
    abortOnError: false,
  });
  app.enableShutdownHooks();
  canStop();
  const logger = new Logger('Tom');
  for (const note of notes) logger.warn(note);
  logger.log('worker ready');
});
