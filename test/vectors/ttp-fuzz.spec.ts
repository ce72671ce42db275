import { TomError } from '../../src/common/tom-error.js';
import { TtpParser } from '../../src/modules/parsing/ttp/ttp-parser.js';
import { TtpTemplate } from '../../src/modules/parsing/ttp/ttp-template.js';
import type { TtpVector } from '../../src/conformance/ttp-vector.types.js';
import { TTP_VECTOR_FILES, ttpVectorPath } from '../support/ttp-vectors.js';
import { scaled } from '../support/scale.js';
import { describeWithVectors, readVectors } from '../support/vectors.js';

const PIECES = [
  ...[
    '{{',
    '}}',
    '<group>',
    '</group>',
    '<group name="x.{{ a }}**">',
    '<vars>',
    '</vars>',
    '|',
    '(',
    ')',
    '"',
    "'",
    '\\',
  ],
  ...[
    '*',
    '_',
    '/',
    '\n',
    ' ',
    '\t',
    '&',
    '<',
    '>',
    '{{ _start_ }}',
    '{{ _end_ }}',
    '{{ _line_ }}',
    '{{ ignore }}',
    '[',
    ']',
  ],
  ...[
    '| re("(a|b")',
    '| joinmatches(",")',
    '| set("x")',
    '| to_int',
    '| to_ip',
    '| item(0)',
    '| let("a", "b")',
    '__proto__',
  ],
  ...['constructor', '| default', '| split(",")', 'é', '\u2028', '\ud83d\ude00', '\ud83d', '0', '{{ a | _exact_ }}'],
];

const SEED = Number(process.env.TOM_TEST_SEED ?? 1);

const TIME_LIMIT_MS = 300_000;

/** A random number generator that gives the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function mutate(text: string, random: () => number): string {
  let mutated = text;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const at = Math.floor(random() * (mutated.length + 1));
    const length = random() < 0.5 ? 0 : Math.floor(random() * 12);
    const piece = random() < 0.7 ? (PIECES[Math.floor(random() * PIECES.length)] ?? '') : '';
    mutated = mutated.slice(0, at) + piece + mutated.slice(at + length);
  }
  return mutated;
}

/** What came out of a template and texts: their own errors, or JSON data. */
function tryParse(template: string, vector: TtpVector, random: () => number): unknown {
  try {
    const parser = new TtpParser([TtpTemplate.compile(template, { vars: vector.vars, skipOutputMacros: true })], {
      maxRecords: 10_000,
    });
    for (const { data } of vector.inputs) parser.addInput(mutate(data, random), { templateName: '_all_' });
    parser.parse();
    return JSON.stringify(parser.result());
  } catch (error) {
    return error;
  }
}

/** Mutations of each template in a run of full size; with some 770 templates over 100,000 in all. */
const MUTATIONS_PER_TEMPLATE = 150;

describeWithVectors(TTP_VECTOR_FILES.map(ttpVectorPath), 'mutated TTP templates', () => {
  it.each(TTP_VECTOR_FILES)(
    '%s give JSON data or an error of their own',
    (file) => {
      const random = randomFrom(SEED + file.length);
      for (const vector of readVectors<TtpVector>(ttpVectorPath(file))) {
        for (let round = 0; round < scaled(MUTATIONS_PER_TEMPLATE); round++) {
          const template = mutate(vector.templates[0]?.text ?? '', random);
          const outcome = tryParse(template, vector, random);
          if (typeof outcome !== 'string' && !(outcome instanceof TomError)) {
            throw new Error(`${vector.id} fails on ${JSON.stringify(template)}`, { cause: outcome });
          }
        }
      }
    },
    TIME_LIMIT_MS,
  );
});
