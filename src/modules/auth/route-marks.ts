import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { AccessRole } from '../../common/access-role.js';
import { IS_PUBLIC } from './public.decorator.js';
import { REQUIRED_ROLE } from './require-role.decorator.js';

/** What a route says of who may call it. */
export interface RouteMarks {
  readonly isPublic: boolean;
  readonly role: AccessRole | undefined;
}

interface KnownMarks {
  readonly controller: object;
  readonly marks: RouteMarks;
}

/** They never change, and are asked for with every request. */
const known = new WeakMap<object, KnownMarks>();

/** The marks of the route that a request came to; those of its method win over those of its controller. */
export function routeMarks(reflector: Reflector, context: ExecutionContext): RouteMarks {
  const [handler, controller] = [context.getHandler(), context.getClass()];
  const found = known.get(handler);
  if (found?.controller === controller) return found.marks;
  const mark = <T>(name: string): T | undefined =>
    reflector.getAllAndOverride<T | undefined>(name, [handler, controller]);
  const marks = { isPublic: mark<boolean>(IS_PUBLIC) === true, role: mark<AccessRole>(REQUIRED_ROLE) };
  known.set(handler, { controller, marks });
  return marks;
}
