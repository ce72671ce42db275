import type { TomFiles } from './tom-files.js';
import { TomProcess } from './tom-process.js';

export interface FleetOptions {
  readonly files: TomFiles;
  /** Settings that say where Redis is. */
  readonly redis: Readonly<Record<string, unknown>>;
  readonly controllers: number;
  readonly workers: number;
}

/** Controllers and workers around one Redis, each in a process of its own. */
export class TomFleet {
  readonly controllers: TomProcess[] = [];
  readonly workers: TomProcess[] = [];

  private constructor(private readonly options: FleetOptions) {}

  static async start(options: FleetOptions): Promise<TomFleet> {
    const fleet = new TomFleet(options);
    const { controllers, workers } = options;
    const starting = [
      ...Array.from({ length: controllers }, async () => fleet.controllers.push(await fleet.startController())),
      ...Array.from({ length: workers }, async () => fleet.workers.push(await fleet.startWorker())),
    ];
    const failed = (await Promise.allSettled(starting)).find((start) => start.status === 'rejected');
    if (failed === undefined) return fleet;
    await fleet.stop();
    throw failed.reason;
  }

  /** Ends a worker and starts another in its place. */
  async replaceWorker(index: number, signal: NodeJS.Signals): Promise<void> {
    await this.workers[index]?.stop(signal);
    this.workers[index] = await this.startWorker();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.workers, ...this.controllers].map((process) => process.stop('SIGKILL')));
  }

  private startController(): Promise<TomProcess> {
    const { files, redis } = this.options;
    const settings = { ...redis, plugin_yaml_inventory_file: files.inventoryFile };
    return TomProcess.controller({ cwd: files.directory, settings });
  }

  private startWorker(): Promise<TomProcess> {
    const { files, redis } = this.options;
    const settings = { ...redis, ...files.credentialSettings };
    return TomProcess.worker({ cwd: files.directory, settings });
  }
}
