import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { LimitsSettings } from '../../../config/groups/limits.settings.js';
import { RateLimitError } from './limits.errors.js';
import { ADDRESS_LIMIT, callerThrottlers, addressThrottlers, type Throttler } from './throttlers.js';
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
  private readonly limits: readonly Throttler[];

  constructor(limits: Throttler[], counter: RequestCounter, reflector: Reflector) {
    super(limits, new CounterThrottlerStorage(counter), reflector);
    this.limits = limits;
  }

  /** The guard that goes before authentication. */
  static ofAddresses(limits: LimitsSettings, counter: RequestCounter, reflector: Reflector): RateLimitGuard {
    return new RateLimitGuard(addressThrottlers(limits), counter, reflector);
  }

  /** The guard that goes after it. */
  static ofCallers(limits: LimitsSettings, counter: RequestCounter, reflector: Reflector): RateLimitGuard {
    return new RateLimitGuard(callerThrottlers(limits), counter, reflector);
  }

  /** As the throttler's own, which asks for each limit and each request what this route may say of it: ours say nothing. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    for (const throttler of this.limits) {
      if (throttler.skipIf?.(context) === true) continue;
      const { ttl, limit, getTracker = this.commonOptions.getTracker } = throttler;
      const { generateKey } = this.commonOptions;
      if (getTracker === undefined || generateKey === undefined) throw new Error('the guard was not initialised');
      await this.handleRequest({ context, limit, ttl, throttler, blockDuration: ttl, getTracker, generateKey });
    }
    return true;
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
