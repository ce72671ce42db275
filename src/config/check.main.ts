import { runCheck } from './check-command.js';

process.exitCode = runCheck(process.argv.slice(2), process.cwd(), (line) => console.log(line));
