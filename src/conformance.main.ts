import { runConformance } from './conformance/conformance-command.js';

process.exitCode = runConformance(process.argv.slice(2), (line) => console.log(line));
