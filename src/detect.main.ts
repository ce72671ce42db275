import 'reflect-metadata';
import { detect } from './device-tools/detect.js';
import { ProcessTerminal } from './device-tools/process-terminal.js';

process.exitCode = await detect(process.argv.slice(2), new ProcessTerminal());
