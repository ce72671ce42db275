import type { ParsedOutput } from '../parsing.service.js';

/** A parsed output as the API shows it. */
export interface ParsedAnswer {
  readonly parsed: readonly unknown[];
  readonly raw?: string;
  readonly _metadata: { readonly template_source: string; readonly template_name: string; readonly note?: string };
}

const NO_ROWS = 'the template read this output and found no record in it';

/** @param raw the text as well, where that was asked for */
export function toParsedAnswer({ parsed, isEmpty, source, template }: ParsedOutput, raw: string | null): ParsedAnswer {
  const metadata = { template_source: source, template_name: template };
  return {
    parsed,
    ...(raw === null ? {} : { raw }),
    _metadata: isEmpty ? { ...metadata, note: NO_ROWS } : metadata,
  };
}
