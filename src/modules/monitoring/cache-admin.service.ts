import { Injectable } from '@nestjs/common';
import { Authorization } from '../auth/authorization.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import { CacheStore } from '../cache/cache-store.port.js';
import type { CachedCommand } from '../cache/cache.types.js';
import { InventoryService } from '../inventory/inventory.service.js';
import { deviceKey } from '../jobs/partition.js';

/** `host:port`, for devices that are in no inventory. */
const ADDRESS = /^.+:\d{1,5}$/;

/** Shows what the cache holds, and drops it. Rejects with `StateUnavailableError`, and for an unknown device. */
@Injectable()
export class CacheAdminService {
  constructor(
    private readonly store: CacheStore,
    private readonly inventory: InventoryService,
    private readonly authorization: Authorization,
  ) {}

  /** What is kept of the devices that the caller may use: of one, or of all. */
  async list(caller: CallerIdentity, device: string | null): Promise<CachedCommand[]> {
    const kept = await this.store.list(device === null ? undefined : await this.keyOf(device, caller));
    return kept.filter((one) => this.authorization.mayUse(caller, factsOf(one)));
  }

  /** Drops what is kept of a device; gives how many outputs. */
  async drop(device: string): Promise<number> {
    return this.store.renew(await this.keyOf(device));
  }

  async dropAll(): Promise<number> {
    return this.store.renewAll();
  }

  private async keyOf(device: string, caller?: CallerIdentity): Promise<string> {
    try {
      return deviceKey(await this.inventory.getDevice(device, caller));
    } catch (error) {
      if (ADDRESS.test(device)) return device.toLowerCase();
      throw error;
    }
  }
}

function factsOf({ name, device }: CachedCommand): Record<string, unknown> {
  const colon = device.lastIndexOf(':');
  const address = { host: device.slice(0, colon), port: Number(device.slice(colon + 1)) };
  return { ...(name === null ? {} : { name }), ...address };
}
