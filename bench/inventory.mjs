// A large inventory: how long its first reading takes, how much it keeps, and how fast devices are found in it.
import { fileURLToPath } from 'node:url';
import { mebibytes, table } from './lib/report.mjs';

const DEVICES = 100_000;
const LOOK_UPS = 50_000;
const DEADLINE_MS = 120_000;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const library = (file) => fileURLToPath(new URL(`lib/${file}`, import.meta.url));

export async function run({ processes }) {
  const source = processes.startNode('source', library('netbox-source.mjs'), [DEVICES]);
  const [, url] = await source.ready(/source at (\S+)/);
  const args = ['--expose-gc', library('inventory-process.mjs'), url, DEVICES, LOOK_UPS];
  const inventory = processes.start('inventory', process.execPath, args);
  const [, text] = await inventory.ready(/^result (.*)$/m, DEADLINE_MS);
  await processes.stopAll();
  const results = JSON.parse(text);
  const { known, pages, loadMs, cpuMs, bytes, latencyMs, asked } = results;
  const rows = [
    ['', 'figure', 'aim'],
    [`first reading of ${known} devices in ${pages} pages`, seconds(loadMs), ''],
    ['  processor time of the reader', seconds(cpuMs), ''],
    ['memory they take', mebibytes(bytes), '< 250 MiB'],
    ...['p50', 'p95', 'p99'].map((rank) => [
      `look-up of one: ${rank}`,
      `${(latencyMs[rank] * 1000).toFixed(1)} µs`,
      rank === 'p99' ? '< 1 ms' : '',
    ]),
    ['requests to the source for them', String(asked), '0'],
  ];
  const note = `${LOOK_UPS} look-ups, one after the other, all over the inventory; without HTTP.`;
  return { results, text: `${table(rows)}\n\n${note}` };
}
