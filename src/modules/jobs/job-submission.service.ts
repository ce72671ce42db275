import { Injectable } from '@nestjs/common';
import type { Secret } from '../../common/secret.js';
import type { CredentialRef, StoredCredentialRef } from '../credentials/credential.types.js';
import { InlineCredentialSealer } from '../credentials/sealing/inline-credential-sealer.js';
import { PlatformRegistry } from '../devices/platforms/platform-registry.js';
import type { ParsingWish } from './job-output.types.js';
import { JobParser } from './job-parser.js';
import { JobQueue } from './job-queue.port.js';
import type { CommandJobPayload, JobDevice, JobRecord } from './job.types.js';

/** A log-in that came with the request, still in clear. */
export interface InlineCredential {
  readonly type: 'inline';
  readonly username: string;
  readonly password: Secret;
}

/** What a caller asks for: commands on one device. */
export interface CommandOrder extends Omit<CommandJobPayload, 'kind' | 'credential' | 'sealedSecret'> {
  readonly credential: StoredCredentialRef | InlineCredential;
  /** The enable secret that came with the request, still in clear. */
  readonly secret: Secret | null;
  /** How each command's output is wanted, in the order of the commands. */
  readonly wishes: readonly (ParsingWish | null)[];
}

/** Accepts command jobs. Never touches a device, never sees a stored password. */
@Injectable()
export class JobSubmissionService {
  constructor(
    private readonly queue: JobQueue,
    private readonly platforms: PlatformRegistry,
    private readonly parser: JobParser,
    private readonly sealer: InlineCredentialSealer,
  ) {}

  /** Checks all that can be checked without the device, then queues the job. */
  async submit(order: CommandOrder): Promise<JobRecord> {
    const { device, commands, enable, expect, timeoutMs, retries, maxQueueWaitMs, cache } = order;
    this.platforms.resolve(device.driver, device.name ?? undefined);
    this.parser.check(device, commands, order.wishes);
    const credential = await this.seal(order.credential, device);
    const sealedSecret = order.secret === null ? null : await this.sealer.sealSecret(order.secret, device);
    return this.queue.enqueue({
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
  }

  private async seal(credential: CommandOrder['credential'], device: JobDevice): Promise<CredentialRef> {
    if (credential.type === 'stored') return credential;
    return this.sealer.seal(credential.username, credential.password, device);
  }
}
