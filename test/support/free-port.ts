import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that the kernel gives to whoever asks for any: no connection takes one of these by chance. */
const FIRST = 10_000;
const LAST = 20_000;
/** Each of Jest's processes has its own among them. */
const LANES = 8;
const LANE = Number(process.env.JEST_WORKER_ID ?? '0') % LANES;

let next = Math.floor((Math.random() * (LAST - FIRST)) / LANES);

/** A TCP port of the loopback that nothing listens on, nor will before whoever was given it: each is given once. */
export async function freePort(): Promise<number> {
  const port = FIRST + ((next++ * LANES + LANE) % (LAST - FIRST));
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}
