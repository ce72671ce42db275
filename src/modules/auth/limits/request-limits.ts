import type { FastifyRequest } from 'fastify';
import type { LimitsSettings } from '../../../config/groups/limits.settings.js';
import { findCaller } from '../request-caller.js';
import { addressKey } from './address-key.js';

/** How many requests a minute there may be that have something in common; it is the same for all routes. */
export interface RequestLimit {
  readonly perMinute: number;
  /** What such requests are, for the one who sent too many. */
  readonly what: string;
  /** Whether the answer says how far the limit is used up. */
  readonly isTold: boolean;
  /** What requests that are counted together have in common; `undefined`: this one is not counted. */
  readonly keyOf: (request: FastifyRequest) => string | undefined;
}

/** Limits that hold before it is known who calls; 0 stands for none. */
export function addressLimits({ perAddress }: LimitsSettings): RequestLimit[] {
  const what = 'requests from your address a minute (rate_limit_per_address)';
  const limit = { perMinute: perAddress, what, isTold: false };
  return inForce([{ ...limit, keyOf: ({ ip }) => `address:${addressKey(ip)}` }]);
}

/** Limits of each caller; 0 stands for none. */
export function callerLimits({ perCaller, perDevice }: LimitsSettings): RequestLimit[] {
  return inForce([
    {
      perMinute: perCaller,
      what: 'requests a minute of yours (rate_limit_per_caller)',
      isTold: true,
      keyOf: (request) => {
        const caller = callerKey(request);
        return caller === undefined ? undefined : `caller:${caller}`;
      },
    },
    {
      perMinute: perDevice,
      what: 'requests a minute of yours for this device (rate_limit_per_device)',
      isTold: false,
      keyOf: (request) => {
        const device = deviceOf(request);
        return device === undefined ? undefined : `device:${callerKey(request) ?? ''}:${device}`;
      },
    },
  ]);
}

function inForce(limits: readonly RequestLimit[]): RequestLimit[] {
  return limits.filter(({ perMinute }) => perMinute > 0);
}

function callerKey(request: FastifyRequest): string | undefined {
  const caller = findCaller(request);
  return caller === undefined ? undefined : `${caller.method}:${caller.provider ?? ''}:${caller.user}`;
}

/** The device of a request, where there is one: of the path, or the host that the body names. */
function deviceOf({ params, body }: FastifyRequest): string | undefined {
  const { device_name: name } = (params ?? {}) as { device_name?: unknown };
  if (typeof name === 'string') return name;
  const { host } = (typeof body === 'object' ? (body ?? {}) : {}) as { host?: unknown };
  return typeof host === 'string' ? host : undefined;
}
