import assert from 'node:assert/strict';
import { readerFault } from '../../modules/parsing/library/reader-index.js';
import { readerLibrary } from '../../modules/parsing/library/reader-library.js';
import { plainRecords } from '../../modules/parsing/pool/plain-records.js';
import type { OutputReader, ParserPlugin } from '../parser-plugin.js';
import type { ContractCheck } from './contract-check.js';

/** An output, and what becomes of it. */
export interface ParserSample {
  /** Driver of the device. */
  readonly driver: string;
  readonly command: string;
  readonly output: string;
  /** Name of the reader that is to be chosen. */
  readonly reader: string;
  readonly parsed: readonly unknown[];
}

/** A parser to look at, with outputs that it reads. */
export interface ParserSubject {
  readonly parser: ParserPlugin;
  readonly samples: readonly ParserSample[];
}

function readerOf({ readers }: ParserPlugin, name: string): OutputReader {
  const reader = readers[name];
  assert.ok(reader !== undefined, `no reader "${name}"`);
  return reader;
}

/** What Tom relies on with a plugin's parser. */
export function parserContract({ parser, samples }: ParserSubject): readonly ContractCheck[] {
  return [
    {
      name: 'describes itself and its readers, whose patterns can be read',
      run: async () => {
        assert.notEqual(parser.description, '');
        for (const [name, reader] of Object.entries(parser.readers)) {
          assert.notEqual(reader.description, '', name);
          assert.equal(readerFault(name, reader), undefined, name);
        }
      },
    },
    {
      name: 'chooses the reader of every sample by driver and command',
      run: async () => {
        const library = readerLibrary('parser', parser);
        await library.start();
        for (const { driver, command, reader } of samples) {
          assert.equal(library.resolve({ driver, command }).name, reader);
        }
      },
    },
    {
      name: 'gives the records of every sample as plain data, and the same ones when it is asked again',
      run: async () => {
        for (const { driver, command, output, reader, parsed } of [...samples, ...samples]) {
          const result = readerOf(parser, reader).read(output, { driver, command });
          assert.deepEqual(plainRecords(result, Infinity), parsed);
        }
      },
    },
    {
      name: 'finds nothing in a text that is empty, or throws an error, whether or not it knows driver and command',
      run: async () => {
        for (const reader of Object.values(parser.readers)) {
          for (const context of [{ driver: null, command: null }, ...samples]) {
            assert.deepEqual(readOrFail(reader, '', context), []);
          }
        }
      },
    },
  ];
}

function readOrFail(reader: OutputReader, output: string, context: { driver: string | null; command: string | null }) {
  const { driver, command } = context;
  try {
    return plainRecords(reader.read(output, { driver, command }), Infinity);
  } catch (error) {
    assert.ok(error instanceof Error, 'it throws something that is no Error');
    return [];
  }
}
