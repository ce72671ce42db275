// Starts the demo as a user would, waits for its first answer and its addresses, asks it once more, stops it with Ctrl-C.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './lib/project.mjs';

const START_DEADLINE_MS = 300_000;
const STOP_DEADLINE_MS = 30_000;

/** A port of the caller's choice, to see that it is taken. */
const PORT = '18017';

const demo = spawn('npm', ['run', 'demo'], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
  env: { ...process.env, TOM_PORT: PORT },
});
const exited = once(demo, 'exit');

function within(deadlineMs, what, promise) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`the demo did not ${what} within ${deadlineMs} ms`)), deadlineMs).unref();
  });
  return Promise.race([promise, late]);
}

async function addresses() {
  let text = '';
  for await (const chunk of demo.stdout) {
    process.stdout.write(chunk);
    text += chunk;
    if (text.includes('Ctrl-C stops all')) return text;
  }
  throw new Error('the demo ended before it was up');
}

try {
  const text = await within(START_DEADLINE_MS, 'come up', addresses());
  if (!text.includes('"status": "COMPLETE"')) throw new Error('the first request did not complete');
  if (!text.includes(`:${PORT}/docs`)) throw new Error(`TOM_PORT=${PORT} was not heeded`);
  const docs = /API docs\s+(\S+)/.exec(text)?.[1];
  for (const path of ['/docs', '/redoc', '/openapi.json', '/ready']) {
    const response = await fetch(docs.replace(/\/docs$/, path));
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  }
  process.kill(-demo.pid, 'SIGINT');
  await within(STOP_DEADLINE_MS, 'stop', exited);
} catch (error) {
  console.error(error.message);
  process.kill(-demo.pid, 'SIGKILL');
  process.exit(1);
}
