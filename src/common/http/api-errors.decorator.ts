import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiResponse } from '@nestjs/swagger';
import { titleOf } from './http-status.js';

/** The shape of every error but a body that does not validate. */
export class ErrorResponse {
  @ApiProperty({ description: 'Title of the error', example: 'Not Found' })
  error!: string;

  @ApiProperty({
    description: 'One sentence: what is wrong and what to do',
    example: 'device "r9" is not in the inventory',
  })
  detail!: string;
}

/** One thing that is wrong with a request body. */
export class ValidationError {
  @ApiProperty({ example: 'missing' })
  type!: string;

  @ApiProperty({
    description: 'Where in the request',
    type: 'array',
    items: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    example: ['body', 'command'],
  })
  loc!: (string | number)[];

  @ApiProperty({ example: 'Field required' })
  msg!: string;

  @ApiProperty({ description: 'What was given', required: false, example: {} })
  input?: unknown;

  @ApiProperty({
    description: 'What the sentence was made of, where there is such: `expected` values, the `error` in a JSON text',
    selfRequired: false,
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { expected: "'textfsm' or 'ttp'" },
  })
  ctx?: Record<string, string>;
}

/** Answer to a request body that does not validate. */
export class HTTPValidationError {
  @ApiProperty({ example: 'Validation Error' })
  error!: string;

  @ApiProperty({ type: [ValidationError] })
  detail!: ValidationError[];
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request can never work as it stands: an unknown driver, for one',
  401: 'No valid authentication',
  403: 'Not allowed, by settings or by role',
  404: 'Not known',
  409: 'Not possible in the present state',
  422: 'The body does not validate, or a credential is missing',
  429: 'Too many requests; `Retry-After` says when to try again',
  502: 'The device refused or broke off (with raw_output)',
  503: 'The queue or a source cannot be reached, or all parsers are busy',
  504: 'No answer in time (of a device: with raw_output)',
};

/** Documents error answers of an operation. */
export function ApiErrors(...statuses: number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status] ?? titleOf(status),
        type: status === 422 ? HTTPValidationError : ErrorResponse,
      }),
    ),
  );
}
