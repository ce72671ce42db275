import { dictToList, traverse } from '../traverse.js';
import { isDict, isEqual, isTruthy, type PyValue } from '../values.js';
import { COMPARISON_FUNCTIONS } from './comparison-functions.js';
import type { OutputContext, OutputFunction } from './output-function.js';

function isEqualTo(data: PyValue, _: readonly PyValue[], { output }: OutputContext): PyValue {
  const compared = (isDict(data) ? data.get('_anonymous_') : undefined) ?? data;
  return new Map<string, PyValue>([
    ['output_name', output?.name ?? null],
    ['output_description', output?.attributes.get('description') ?? 'None'],
    ['is_equal', isEqual(compared, output?.content ?? null)],
  ]);
}

/** The built-in functions of an output by name. */
export const OUTPUT_FUNCTIONS: ReadonlyMap<string, OutputFunction> = new Map<string, OutputFunction>([
  [
    'traverse',
    {
      parameters: { names: ['path', 'strict'], defaults: { strict: true } },
      run: (data, [path = null, strict]) => traverse(data, path, isTruthy(strict)),
    },
  ],
  [
    'dict_to_list',
    {
      parameters: { names: ['key_name', 'path', 'strict'], defaults: { key_name: 'key', path: null, strict: false } },
      run: (data, [keyName = null, path = null, strict]) => {
        return dictToList(isTruthy(path) ? traverse(data, path, isTruthy(strict)) : data, keyName);
      },
    },
  ],
  ['is_equal', { parameters: { names: [] }, run: isEqualTo }],
  ...COMPARISON_FUNCTIONS,
]);
