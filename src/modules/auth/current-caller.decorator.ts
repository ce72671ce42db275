import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { callerOf } from './request-caller.js';

/** Who sends the request. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest()),
);
