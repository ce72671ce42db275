// npm run demo: installs and builds what is missing, then starts the lab and Tom embedded.
import { ensureBuilt } from './lib/project.mjs';

ensureBuilt();
await import('../dist/demo.main.js');
