import type { Secret } from '../../common/secret.js';
import type { StoredCredentialRef } from '../credentials/credential.types.js';
import type { ParsingWish } from './job-output.types.js';
import type { CommandJobPayload, ConfigJobPayload, JobCacheRequest } from './job.types.js';

/** A log-in that came with the request, still in clear. */
export interface InlineCredential {
  readonly type: 'inline';
  readonly username: string;
  readonly password: Secret;
}

/** A log-in, as a caller names it. */
export type OrderedCredential = StoredCredentialRef | InlineCredential;

/** What a caller asks of the cache. */
export interface OrderedCaching extends Omit<JobCacheRequest, 'run'> {
  /** The caller said so, rather than leaving it to the default: then any command may be answered, else those that read only. */
  readonly isExplicit: boolean;
}

/** What a caller asks for: lines of configuration for one device. */
export interface ConfigOrder extends Omit<ConfigJobPayload, 'kind' | 'credential' | 'sealedSecret'> {
  readonly credential: OrderedCredential;
  /** The enable secret that the inventory has for the device. */
  readonly ownSecret: Secret | null;
}

/** What a caller asks for: commands on one device. */
export interface CommandOrder extends Omit<CommandJobPayload, 'kind' | 'credential' | 'sealedSecret' | 'cache'> {
  readonly credential: OrderedCredential;
  /** The enable secret that came with the request, still in clear. */
  readonly secret: Secret | null;
  /** The enable secret that the inventory has for the device. */
  readonly ownSecret: Secret | null;
  /** How each command's output is wanted, in the order of the commands. */
  readonly wishes: readonly (ParsingWish | null)[];
  readonly cache: OrderedCaching;
}
