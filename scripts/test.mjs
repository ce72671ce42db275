// npm test: installs and builds what is missing, then runs every suite that can run here.
// `--full` runs fuzz, chaos and soak tests in full size; other arguments go to Jest.
import { ensureBuilt, run } from './lib/project.mjs';
import { installServers } from './lib/servers.mjs';

const args = process.argv.slice(2);
const isFull = args.includes('--full');

ensureBuilt();
if (process.env.CI === 'true') installServers();
// A suite that fails while it starts may leave a server running: that must not hold up the run for ever.
run('npx', ['jest', '--forceExit', ...args.filter((arg) => arg !== '--full')], {
  env: { TOM_TEST_SCALE: isFull ? '1' : (process.env.TOM_TEST_SCALE ?? '0.1') },
});
