import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { LimitsSettings } from '../../../config/groups/limits.settings.js';
import { RateLimitError } from './limits.errors.js';
import { ADDRESS_LIMIT, callerThrottlers, addressThrottlers } from './throttlers.js';
import { CounterThrottlerStorage } from './counter.throttler-storage.js';
import type { RequestCounter } from './request-counter.js';

const WHAT: Readonly<Record<string, string>> = {
  [ADDRESS_LIMIT]: 'requests from your address a minute (rate_limit_per_address)',
  default: 'requests a minute of yours (rate_limit_per_caller)',
  device: 'requests a minute of yours for this device (rate_limit_per_device)',
};

/** Counts over all routes together, and says in our words that it is too much. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  /** The guard that goes before authentication. */
  static ofAddresses(limits: LimitsSettings, counter: RequestCounter, reflector: Reflector): RateLimitGuard {
    return new RateLimitGuard(addressThrottlers(limits), new CounterThrottlerStorage(counter), reflector);
  }

  /** The guard that goes after it. */
  static ofCallers(limits: LimitsSettings, counter: RequestCounter, reflector: Reflector): RateLimitGuard {
    return new RateLimitGuard(callerThrottlers(limits), new CounterThrottlerStorage(counter), reflector);
  }

  protected override generateKey(_: ExecutionContext, tracker: string, name: string): string {
    return `${name}:${tracker}`;
  }

  protected override async throwThrottlingException(
    _: ExecutionContext,
    { key, limit, timeToBlockExpire }: { key: string; limit: number; timeToBlockExpire: number },
  ): Promise<void> {
    const [name = ''] = key.split(':', 1);
    throw new RateLimitError(`more than ${limit} ${WHAT[name] ?? 'requests'}; try again later`, timeToBlockExpire);
  }
}
