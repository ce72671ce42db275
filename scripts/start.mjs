// Runs one of the built entry points (dist/<name>.main.js or dist/main.js); installs and builds first what is missing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, ensureBuilt } from './lib/project.mjs';

const [name] = process.argv.splice(2, 1);
ensureBuilt();
const file = [`${name}.main.js`, `${name}.js`].map((path) => join(ROOT, 'dist', path)).find((path) => existsSync(path));
if (file === undefined) throw new Error(`no entry point "${name}" in dist`);
await import(pathToFileURL(file).href);
