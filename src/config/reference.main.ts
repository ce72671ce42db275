import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { settingsReference } from './reference.js';

writeFileSync(resolve(process.argv[2] ?? 'docs/settings.md'), settingsReference());
