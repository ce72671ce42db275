import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimitError } from './limits.errors.js';
import type { RequestCounter } from './request-counter.js';
import type { RequestLimit } from './request-limits.js';

const MINUTE_MS = 60_000;

/** Counts requests over all routes together, and refuses those past a limit. */
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: readonly RequestLimit[],
    private readonly counter: RequestCounter,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.limits.length === 0) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    for (const limit of this.limits) this.count(limit, request, http.getResponse<FastifyReply>());
    return true;
  }

  private count({ perMinute, what, isTold, keyOf }: RequestLimit, request: FastifyRequest, reply: FastifyReply): void {
    const key = keyOf(request);
    if (key === undefined) return;
    const { total, resetMs } = this.counter.hit(key, MINUTE_MS, perMinute);
    const seconds = Math.ceil(resetMs / 1_000);
    if (total > perMinute) throw new RateLimitError(`more than ${perMinute} ${what}; try again later`, seconds);
    if (!isTold) return;
    void reply
      .header('X-RateLimit-Limit', perMinute)
      .header('X-RateLimit-Remaining', perMinute - total)
      .header('X-RateLimit-Reset', seconds);
  }
}
