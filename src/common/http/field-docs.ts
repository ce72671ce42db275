import type { ApiPropertyOptions } from '@nestjs/swagger';
import type { ClassConstructor } from 'class-transformer';

const FIELD_DOCS = Symbol('tom:field-docs');

/** What the API docs say of a field. */
export interface FieldDocs {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** Type, bounds, default, example. */
  readonly schema: ApiPropertyOptions;
}

/** Remembers the docs of a field for `fieldDocsOf`; those of a base class go before. */
export function rememberFieldDocs(prototype: object, docs: FieldDocs): void {
  Reflect.defineMetadata(FIELD_DOCS, [...docsOf(prototype), docs], prototype);
}

/** The docs of all fields of a class. */
export function fieldDocsOf(type: ClassConstructor<object>): readonly FieldDocs[] {
  return docsOf(type.prototype as object);
}

function docsOf(prototype: object): readonly FieldDocs[] {
  return (Reflect.getMetadata(FIELD_DOCS, prototype) ?? []) as readonly FieldDocs[];
}
