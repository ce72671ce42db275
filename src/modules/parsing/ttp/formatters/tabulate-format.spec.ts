import { PyFloat, type PyDict, type PyValue } from '../values.js';
import { formatTabulate } from './tabulate-format.js';

function draw(records: readonly Readonly<Record<string, PyValue>>[], style = 'simple'): string[] {
  const options: PyDict = new Map([['format_attributes', new Map([['tablefmt', style]])]]);
  const results = records.map((record): PyDict => new Map(Object.entries(record)));
  return formatTabulate(results, options).split('\n');
}

describe('formatTabulate', () => {
  it('writes the numbers of a column to six digits, their points below one another', () => {
    const table = draw([
      { load: new PyFloat(12345.678) },
      { load: 1 },
      { load: '2.5' },
      { load: new PyFloat(1e10) },
      {},
    ]);
    expect(table).toEqual(['     load', '---------', '12345.7', '    1', '    2.5', '    1e+10']);
  });

  it('aligns truth values with the integers among them, and to the left where there are none', () => {
    expect(draw([{ a: true, b: true }, { a: 10 }])).toEqual(['   a  b', '----  ----', 'True  True', '  10']);
  });

  it('strips texts, counts characters, and writes a blank first cell of rst as dots', () => {
    expect(draw([{ a: ' \u{1f600} ', b: 'x' }, { b: 'y' }], 'rst')).toEqual([
      '===  ===',
      'a    b',
      '===  ===',
      '\u{1f600}    x',
      '..   y',
      '===  ===',
    ]);
  });

  it('draws nothing where there is nothing', () => {
    expect(draw([], 'grid')).toEqual(['']);
  });
});
