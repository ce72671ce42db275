import { IntegerField, TextField } from '../../../common/http/fields.js';
import { validateInput } from '../../../common/http/validate-input.js';
import { InventoryFilterError } from '../inventory.errors.js';
import type { FilterPatterns } from '../inventory.types.js';

const MOST_DEVICES = 10_000;

/** Which devices of the inventory. Every other parameter is a field with a regular expression. */
export class InventoryQueryDto {
  @TextField({ description: 'A filter by its name; fields beside it are not looked at', default: null })
  filter_name!: string | null;

  @TextField({ description: 'Devices with this text in one of their fields', default: null })
  q!: string | null;

  @IntegerField({
    description: 'Devices on a page, by name; the next page is in the `Link` header. Without it all devices',
    default: null,
    minimum: 1,
    maximum: MOST_DEVICES,
  })
  limit!: number | null;

  @TextField({ description: 'Devices whose names come after this one', default: null })
  cursor!: string | null;
}

/** A query of the inventory as read. */
export interface InventoryQuery extends Readonly<InventoryQueryDto> {
  readonly patterns: FilterPatterns;
}

/** Throws `RequestValidationError`, or `InventoryFilterError` for a field that is there twice. */
export function readInventoryQuery(query: Readonly<Record<string, unknown>>): InventoryQuery {
  const { value, unknownFields } = validateInput(InventoryQueryDto, query, 'query');
  const patterns = unknownFields.map((field) => {
    const pattern = query[field];
    if (typeof pattern === 'string') return [field, pattern] as const;
    throw new InventoryFilterError(`field "${field}" is there more than once; join its patterns as (one|other)`);
  });
  return { ...value, patterns: Object.fromEntries(patterns) };
}
