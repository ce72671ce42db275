import { STATUS_CODES } from 'node:http';
import type { ErrorKind } from '../tom-error.js';

/** The one place where a kind of error becomes an HTTP status. */
const STATUS_BY_KIND: Readonly<Record<ErrorKind, number>> = {
  bad_request: 400,
  driver: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  aborted: 409,
  media_type: 415,
  validation: 422,
  too_many_requests: 429,
  settings: 500,
  other: 500,
  auth: 502,
  credential: 502,
  network: 502,
  device: 502,
  unknown_outcome: 502,
  unavailable: 503,
  gating: 503,
  timeout: 504,
  wait_timeout: 504,
};

export function statusOf(kind: ErrorKind): number {
  return STATUS_BY_KIND[kind];
}

/** The standard reason phrase of a status: the `error` of an answer. */
export function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}
