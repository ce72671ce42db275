/** Cells of one row of comma-separated values; a quoted cell may hold commas and doubled quotes. */
function parseRow(line: string): string[] {
  if (line === '') return [];
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"([^,]*)|([^,]*))(,|$)/y;
  for (;;) {
    const match = cell.exec(line);
    if (match === null) return cells;
    const [, quoted, rest = '', plain = '', end] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + rest);
    if (end === '') return cells;
  }
}

/** Rows of comma-separated values. */
export function parseCsv(lines: readonly string[]): string[][] {
  return lines.map(parseRow);
}
