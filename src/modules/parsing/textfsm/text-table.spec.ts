import { TextTable } from './text-table.js';

function table(header: string[], rows: string[][], keys: string[] = []): TextTable {
  return new TextTable(header, rows, keys);
}

describe('TextTable', () => {
  it('joins rows by their keys; rows without a counterpart get empty cells', () => {
    const first = table(['K', 'First'], [['1', 'a'], ['2', 'b'], ['3', 'c']], ['K']); // prettier-ignore
    first.extend(table(['Second', 'K'], [['y', '2'], ['x', '1'], ['z', '1']])); // prettier-ignore
    expect(first.toString()).toBe('K, First, Second\n1, a, x\n2, b, y\n3, c, \n');
  });

  it('joins rows by their order when there are no keys', () => {
    const first = table(['First'], [['a'], ['b']]);
    first.extend(table(['Second'], [['x']]));
    expect(first.rows).toEqual([
      ['a', 'x'],
      ['b', ''],
    ]);
  });

  it('shows what is in lists as text', () => {
    const lists = new TextTable(['L'], [[['a', null, { k: 'v' }]]]);
    expect(lists.toRecords()).toEqual([{ l: ['a', 'None', "{'k': 'v'}"] }]);
  });

  it('sorts numbers as numbers when there are no keys', () => {
    const numbers = table(['N'], [['10'], ['x'], ['1_1'], ['0x1'], ['9']]);
    numbers.sort();
    expect(numbers.rows).toEqual([['9'], ['10'], ['1_1'], ['0x1'], ['x']]);
  });

  it('sorts lists by their items', () => {
    const lists = new TextTable(['K'], [[['b']], [['a', 'b']], [[]], [['a']]], ['K']);
    lists.sort();
    expect(lists.rows).toEqual([[[]], [['a']], [['a', 'b']], [['b']]]);
  });

  it('identifies a row by its number when there are no keys', () => {
    expect(table(['N'], [['x'], ['y']]).keyValue(1)).toEqual(['2']);
  });

  it.each([
    [(t: TextTable) => t.addKeys(['Bogus']), "Key 'Bogus' is no column of the table."],
    [(t: TextTable) => t.extend(table(['Z'], [['1']])), 'No such column "K" in row.'],
    [(t: TextTable) => t.toLabelledValues(['Bogus']), 'Invalid label prefix: Bogus.'],
  ])('refuses columns it does not have', (act, message) => {
    expect(() => act(table(['K'], [['1']], ['K']))).toThrow(message);
  });
});
