import { createParamDecorator, type ExecutionContext, type PipeTransform, type Type } from '@nestjs/common';
import { ApiQuery, type ApiQueryOptions } from '@nestjs/swagger';
import type { ClassConstructor } from 'class-transformer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fieldDocsOf } from './field-docs.js';
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

/** As `ValidBody`, for a request that need not have one. */
export const OptionalBody = createParamDecorator((type: ClassConstructor<object>, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  request.body ??= {};
  return readInput(type, context, 'body');
});

const QueryInput = createParamDecorator((type: ClassConstructor<object>, context: ExecutionContext) =>
  readInput(type, context, 'query'),
);

/** Each field as a parameter of its own: given the whole class, Swagger's own decorator loses the words of a choice. */
function documentQuery(type: ClassConstructor<object>, target: object, method: string | symbol): void {
  const descriptor = Object.getOwnPropertyDescriptor(target, method);
  if (descriptor === undefined) return;
  for (const { name, description, isRequired: required, schema } of fieldDocsOf(type)) {
    ApiQuery({ name, description, required, schema } as ApiQueryOptions)(target, method, descriptor);
  }
}

/** The request's query, read and checked as the given class, whose fields are documented as parameters. */
export function ValidQuery(type: ClassConstructor<object>, ...pipes: Type<PipeTransform>[]): ParameterDecorator {
  return (target, method, index) => {
    QueryInput(type, ...pipes)(target, method, index);
    if (method !== undefined) documentQuery(type, target, method);
  };
}
