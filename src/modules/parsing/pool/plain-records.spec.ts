import { plainRecords } from './plain-records.js';

describe('plainRecords', () => {
  it('takes an array of plain JSON data as it is', () => {
    const result = [{ a: 1, b: [null, true, { c: 'd' }], none: undefined }, Object.create(null)];
    expect(plainRecords(result, 10)).toBe(result);
  });

  const circle: unknown[] = [];
  circle.push(circle);

  it.each([
    [{ a: 1 }, 'it gave an object in place of an array'],
    [undefined, 'it gave undefined in place of an array'],
    ['text', 'it gave a string in place of an array'],
    [[{ a: [new Date(0)] }], 'it gave a Date at parsed[0].a[0], which is no JSON data'],
    [[new Map()], 'it gave a Map at parsed[0], which is no JSON data'],
    [[{ a: () => 1 }], 'it gave a function at parsed[0].a, which is no JSON data'],
    [[NaN], 'it gave NaN at parsed[0], which is no JSON data'],
    [[1n], 'it gave a bigint at parsed[0], which is no JSON data'],
    [[1, 2, 3], 'The input gives more than 2 records, which is the limit.'],
    [circle, /it gave data that is more than 100 levels deep/],
  ])('refuses %p', (result, message) => {
    expect(() => plainRecords(result, 2)).toThrow(message);
  });

  it('refuses a promise, whose failure concerns nobody', () => {
    expect(() => plainRecords(Promise.reject(new Error('late')), 2)).toThrow(
      'it gave a promise; readers cannot be async',
    );
  });
});
