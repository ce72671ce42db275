import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { loadSettings } from './config/load-settings.js';
import { runCredentials } from './device-tools/credentials-tool.js';
import { ProcessTerminal } from './device-tools/process-terminal.js';

// What goes wrong is told by the tool itself.
Logger.overrideLogger(false);
process.exitCode = await runCredentials(
  process.argv.slice(2),
  new ProcessTerminal(),
  () => loadSettings({ entry: 'tool' }).settings,
);
