import { LinkedFiles } from './linked-files.js';

const siblings = new Map([
  ['a.txt', 'A'],
  ['data/one.txt', '1'],
  ['data/two.csv', '2'],
  ['data/deep/three.txt', '3'],
]);
const pack = new Map([
  ['cisco_ios_show_clock.txt', 'CLOCK'],
  ['get/interfaces.txt', 'GET'],
]);
const files = new LinkedFiles(siblings, pack);

describe('LinkedFiles', () => {
  it.each([
    ['a.txt', 'A'],
    ['./data//one.txt', '1'],
    ['data/../a.txt', 'A'],
    ['ttp://platform/cisco_ios_show_clock.txt', 'CLOCK'],
    ['ttp://get/interfaces.txt', 'GET'],
    ['get/interfaces.txt', undefined],
    ['ttp://a.txt', undefined],
    ['../a.txt', undefined],
    ['/a.txt', undefined],
    ['__proto__', undefined],
  ])('reads %s as %j', (path, text) => {
    expect(files.read(path)).toBe(text);
  });

  it.each([
    ['data', ['one.txt', 'two.csv']],
    ['./data/', ['one.txt', 'two.csv']],
    ['.', ['a.txt']],
    ['ttp://get', ['interfaces.txt']],
    ['dat', undefined],
    ['..', undefined],
    ['/', undefined],
  ])('lists %s as %j', (path, names) => {
    expect(files.list(path)).toEqual(names);
  });
});
