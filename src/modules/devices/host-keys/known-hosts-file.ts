import { Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { errorMessage } from '../../../common/tom-error.js';
import { WatchedFile } from '../../../common/watched-file.js';
import { KnownHostsFileError } from './host-keys.errors.js';
import { parseKnownHosts, type HostAddress, type KnownHostsEntry } from './known-hosts.js';

/**
 * The worker's own `known_hosts` file: what it says of a host goes before what Tom has seen. It is read again when it
 * changes; one that cannot be read any more leaves the last version in force.
 */
export class KnownHostsFile implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('HostKeys');
  private readonly file: WatchedFile | undefined;
  private entries: readonly KnownHostsEntry[] | undefined;
  private unreadable = '';

  constructor(private readonly path: string | undefined) {
    if (path === undefined) return;
    this.file = new WatchedFile(path, {
      onText: (text) => this.load(text),
      onUnreadable: (error) => {
        this.unreadable = errorMessage(error);
        if (this.entries !== undefined) this.logger.warn(`known_hosts_file ${path} cannot be read: ${this.unreadable}`);
      },
    });
  }

  /** Rejects with `KnownHostsFileError` when the file cannot be read. */
  async onModuleInit(): Promise<void> {
    await this.file?.start();
    if (this.file === undefined || this.entries !== undefined) return;
    throw new KnownHostsFileError(`known_hosts_file ${this.path} cannot be read: ${this.unreadable}`);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.file?.stop();
  }

  /** What the file says of a host. */
  of(address: HostAddress): readonly KnownHostsEntry[] {
    return this.entries?.filter((entry) => entry.matches(address)) ?? [];
  }

  private load(text: string): void {
    const { entries, faults } = parseKnownHosts(text);
    this.entries = entries;
    for (const fault of faults) this.logger.warn(`known_hosts_file ${this.path}, ${fault}; the line is not used`);
  }
}
