import type { OpenAPIObject } from '@nestjs/swagger';
import { OWN_PARSERS } from '../modules/parsing/parser-name.js';

const OWN = JSON.stringify(OWN_PARSERS);

/** The document with the parsers of plugins wherever it has Tom's own to choose from. */
export function withParsers(document: OpenAPIObject, ofPlugins: Iterable<string>): OpenAPIObject {
  const all = [...OWN_PARSERS, ...ofPlugins];
  const widen = (key: string, value: unknown): unknown =>
    key === 'enum' && JSON.stringify(value) === OWN ? all : value;
  return JSON.parse(JSON.stringify(document), widen) as OpenAPIObject;
}
