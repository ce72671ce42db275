import 'reflect-metadata';
import { ProcessTerminal } from './device-tools/process-terminal.js';
import { runCommand } from './device-tools/run-command.js';

process.exitCode = await runCommand(process.argv.slice(2), new ProcessTerminal());
