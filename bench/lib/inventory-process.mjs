// The inventory by itself, in a process of its own. Usage: node --expose-gc inventory-process.mjs SOURCE-URL DEVICES LOOK-UPS
import { Logger } from '@nestjs/common';
import { NetBoxSettings } from '../../dist/config/plugins/netbox.settings.js';
import { settingsOfValues } from '../../dist/config/settings-of-values.js';
import { netBoxProvider } from '../../dist/modules/inventory/adapters/netbox.inventory-provider.js';
import { SourceIndex } from '../../dist/modules/inventory/index/source-index.js';
import { InventoryService } from '../../dist/modules/inventory/inventory.service.js';
import { percentiles } from './report.mjs';

const [url, devices, lookUps] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const HOUR_MS = 3_600_000;

function usedBytes() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function timed(run) {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

async function lookUp(service) {
  const times = new Float64Array(lookUps);
  for (let count = 0; count < lookUps; count++) {
    const name = `device-${(count * 7919) % devices}`;
    times[count] = await timed(() => service.getDevice(name));
  }
  return percentiles(times);
}

Logger.overrideLogger(false);
const settings = settingsOfValues({
  inventory_type: 'netbox',
  plugin_netbox_url: url,
  plugin_netbox_token: 'none',
  plugin_netbox_page_size: 1_000,
});
const provider = netBoxProvider(settings.plugin('netbox', NetBoxSettings), () => true);
const source = new SourceIndex({ name: 'netbox', provider, ttlMs: HOUR_MS, maxStaleMs: HOUR_MS });
const service = new InventoryService({ all: [source] });
const bytesBefore = usedBytes();
const cpuBefore = process.cpuUsage();
const loadMs = await timed(() => source.refresh());
const { user, system } = process.cpuUsage(cpuBefore);
const bytes = usedBytes() - bytesBefore;
const asked = async () => (await fetch(`${url}/requests`)).json();
const pages = await asked();
await lookUp(service);
const latencyMs = await lookUp(service);
const known = source.usableCopy.records.size;
const figures = {
  known,
  pages,
  loadMs,
  cpuMs: (user + system) / 1000,
  bytes,
  latencyMs,
  asked: (await asked()) - pages,
};
console.log(`result ${JSON.stringify(figures)}`);
await source.stop();
