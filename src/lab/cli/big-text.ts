const LINES_PER_SECTION = 400;

/** Prime, so that sections differ. */
const DUMP_COUNT = 97;

function hex(value: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

const DUMPS = Array.from({ length: DUMP_COUNT }, (_, row) =>
  [1, 2, 3, 4].map((column) => hex(Math.imul(row * 4 + column, 0x9e3779b1))).join(' '),
);

function line(number: number): string {
  if (number % LINES_PER_SECTION > 0) return `${hex(number * 16)}: ${DUMPS[number % DUMP_COUNT]}`;
  return `------------------ show memory section ${number / LINES_PER_SECTION + 1} ------------------`;
}

function linesOf(sizeBytes: number): string[] {
  const lines: string[] = [];
  let left = sizeBytes;
  while (left > 0) {
    const next = line(lines.length).slice(0, left - 1);
    lines.push(next);
    left -= next.length + 1;
  }
  return lines;
}

/**
 * A long text that looks like a memory dump in sections, the same for the same size.
 * @param sizeBytes length with `\n` line ends, the last one included
 */
export function bigText(sizeBytes: number): string {
  return [...linesOf(sizeBytes), ''].join('\n');
}

let latest: { readonly sizeBytes: number; readonly text: string } | undefined;

/** `bigText` as it goes over the wire. The latest one is kept: the devices of a lab mostly have the same. */
export function bigWireText(sizeBytes: number): string {
  if (latest?.sizeBytes !== sizeBytes) latest = { sizeBytes, text: [...linesOf(sizeBytes), ''].join('\r\n') };
  return latest.text;
}
