import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import type { LimitsSettings } from '../../../config/groups/limits.settings.js';
import { findCaller } from '../request-caller.js';

const MINUTE_MS = 60_000;

export const ADDRESS_LIMIT = 'address';

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function callerKey(request: FastifyRequest): string {
  const caller = findCaller(request);
  return caller === undefined ? '' : `${caller.method}:${caller.provider ?? ''}:${caller.user}`;
}

/** The device of a request, where there is one: of the path, or the host that the body names. */
function deviceOf({ params, body }: FastifyRequest): string | undefined {
  const { device_name: name } = (params ?? {}) as { device_name?: unknown };
  if (typeof name === 'string') return name;
  const { host } = (typeof body === 'object' ? (body ?? {}) : {}) as { host?: unknown };
  return typeof host === 'string' ? host : undefined;
}

/** A limit that is the same for all routes. */
export type Throttler = ThrottlerOptions & { readonly ttl: number; readonly limit: number };

/** Limits that hold before it is known who calls. */
export function addressThrottlers({ perAddress }: LimitsSettings): Throttler[] {
  return [
    { name: ADDRESS_LIMIT, ttl: MINUTE_MS, limit: perAddress, skipIf: () => perAddress === 0, setHeaders: false },
  ];
}

/** Limits of each caller; the answer says how far the first of them is used up. */
export function callerThrottlers({ perCaller, perDevice }: LimitsSettings): Throttler[] {
  return [
    {
      name: 'default',
      ttl: MINUTE_MS,
      limit: perCaller,
      skipIf: (context) => perCaller === 0 || findCaller(requestOf(context)) === undefined,
      getTracker: (request) => callerKey(request as FastifyRequest),
    },
    {
      name: 'device',
      ttl: MINUTE_MS,
      limit: perDevice,
      setHeaders: false,
      skipIf: (context) => perDevice === 0 || deviceOf(requestOf(context)) === undefined,
      getTracker: (request) => {
        const asked = request as FastifyRequest;
        return `${callerKey(asked)}:${deviceOf(asked) ?? ''}`;
      },
    },
  ];
}
