import { Injectable } from '@nestjs/common';
import type { Secret } from '../../common/secret.js';
import type { CredentialRef, StoredCredentialRef } from '../credentials/credential.types.js';
import { InlineCredentialSealer } from '../credentials/sealing/inline-credential-sealer.js';
import { isAutodetect } from '../devices/platforms/autodetect.js';
import { ConfigurationNotSupportedError } from '../devices/devices.errors.js';
import { PlatformRegistry } from '../devices/platforms/platform-registry.js';
import type { ParsingWish } from './job-output.types.js';
import { JobAccess } from './job-access.js';
import { JobParser } from './job-parser.js';
import { JobQueue } from './job-queue.port.js';
import type { CommandJobPayload, ConfigJobPayload, JobDevice, JobRecord } from './job.types.js';

/** A log-in that came with the request, still in clear. */
export interface InlineCredential {
  readonly type: 'inline';
  readonly username: string;
  readonly password: Secret;
}

/** A log-in, as a caller names it. */
export type OrderedCredential = StoredCredentialRef | InlineCredential;

/** What a caller asks for: lines of configuration for one device. */
export interface ConfigOrder extends Omit<ConfigJobPayload, 'kind' | 'credential'> {
  readonly credential: OrderedCredential;
}

/** What a caller asks for: commands on one device. */
export interface CommandOrder extends Omit<CommandJobPayload, 'kind' | 'credential' | 'sealedSecret'> {
  readonly credential: OrderedCredential;
  /** The enable secret that came with the request, still in clear. */
  readonly secret: Secret | null;
  /** The enable secret that the inventory has for the device. */
  readonly ownSecret: Secret | null;
  /** How each command's output is wanted, in the order of the commands. */
  readonly wishes: readonly (ParsingWish | null)[];
}

/** Accepts jobs. Never touches a device, never sees a stored password. */
@Injectable()
export class JobSubmissionService {
  constructor(
    private readonly queue: JobQueue,
    private readonly platforms: PlatformRegistry,
    private readonly parser: JobParser,
    private readonly sealer: InlineCredentialSealer,
    private readonly access: JobAccess,
  ) {}

  /** Checks all that can be checked without the device, then queues the job. */
  async submit(order: CommandOrder): Promise<JobRecord> {
    const asked = this.access.check('commands', order);
    const { device, commands, enable, expect, timeoutMs, retries, maxQueueWaitMs, cache } = order;
    this.platforms.resolve(device.driver, device.name ?? undefined);
    this.parser.check(device, commands, order.wishes);
    const credential = await this.seal(order.credential, device);
    const sealedSecret = await this.sealSecret(order);
    const record = await this.queue.enqueue({
      ...asked,
      kind: 'commands',
      device,
      credential,
      commands,
      enable,
      sealedSecret,
      expect,
      timeoutMs,
      retries,
      maxQueueWaitMs,
      cache,
    });
    this.access.accepted(record);
    return record;
  }

  /** As `submit`. Throws `ConfigurationNotSupportedError` for a platform that takes no configuration. */
  async submitConfig(order: ConfigOrder): Promise<JobRecord> {
    const asked = this.access.check('configs', order);
    const { device, lines, timeoutMs, retries, maxQueueWaitMs } = order;
    const platform = this.platforms.resolve(device.driver, device.name ?? undefined);
    if (platform.configuration === null && !isAutodetect(device.driver)) {
      throw new ConfigurationNotSupportedError(
        `adapter_driver "${device.driver}" takes no configuration lines; send its commands with send_commands`,
      );
    }
    const credential = await this.seal(order.credential, device);
    const limits = { timeoutMs, retries, maxQueueWaitMs };
    const record = await this.queue.enqueue({ ...asked, kind: 'configs', device, credential, lines, ...limits });
    this.access.accepted(record);
    return record;
  }

  private async sealSecret({ device, enable, secret, ownSecret }: CommandOrder): Promise<string | null> {
    if (secret !== null) return this.sealer.sealSecret(secret, device);
    return enable && ownSecret !== null ? this.sealer.sealOwnSecret(ownSecret, device) : null;
  }

  private async seal(credential: OrderedCredential, device: JobDevice): Promise<CredentialRef> {
    if (credential.type === 'stored') return credential;
    return this.sealer.seal(credential.username, credential.password, device);
  }
}
