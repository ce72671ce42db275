import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ClassConstructor } from 'class-transformer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { validateInput, warningFor, type InputPlace } from './validate-input.js';

function readInput(type: ClassConstructor<object>, context: ExecutionContext, place: InputPlace): object {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const { value, unknownFields } = validateInput(type, request[place], place);
  const warning = warningFor(unknownFields, Object.keys(value));
  if (warning !== undefined) http.getResponse<FastifyReply>().header('Warning', warning);
  return value;
}

/** The request's body, read and checked as the given class; ignored fields are named in a `Warning` header. */
export const ValidBody = createParamDecorator((type: ClassConstructor<object>, context: ExecutionContext) =>
  readInput(type, context, 'body'),
);

/** The request's query, read and checked as the given class. */
export const ValidQuery = createParamDecorator((type: ClassConstructor<object>, context: ExecutionContext) =>
  readInput(type, context, 'query'),
);
