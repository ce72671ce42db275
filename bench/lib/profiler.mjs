// Loaded into a process to be profiled: its parent tells it to `start`, or gives the file to write the CPU profile to.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const SAMPLE_EVERY_MICROSECONDS = 500;

const session = new Session();

async function start() {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROSECONDS });
  await session.post('Profiler.start');
}

async function write(file) {
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  writeFileSync(file, JSON.stringify(profile));
}

process.on('message', async ({ file }) => {
  await (file === undefined ? start() : write(file));
  process.send('done');
});
process.channel.unref();
