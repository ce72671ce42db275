import { inspect } from 'node:util';
import { Secret } from './secret.js';

describe('Secret', () => {
  const secret = new Secret('pl4nted');

  it('gives its value to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe('pl4nted');
    expect(secret.equals(new Secret('pl4nted'))).toBe(true);
    expect(secret.equals(new Secret('other'))).toBe(false);
  });

  it.each([
    ['a template', (): string => `${String(secret)}`],
    ['JSON', (): string => JSON.stringify({ nested: [secret] })],
    ['inspect', (): string => inspect({ nested: [secret] }, { depth: 9, showHidden: true })],
    ['an error', (): string => inspect(new Error('failed', { cause: secret }))],
    ['its entries', (): string => JSON.stringify(Object.entries(secret))],
  ])('is masked in %s', (_, print) => {
    expect(print()).not.toContain('pl4nted');
  });

  it('keeps every character', () => {
    for (const value of ['', 'Grüße 🔑', '\uFEFFx\0y']) expect(new Secret(value).reveal()).toBe(value);
  });

  it('is gone once it is erased, and its copy is not', () => {
    const erased = new Secret('pl4nted');
    const copy = erased.copy();
    erased.erase();
    expect(() => erased.reveal()).toThrow('the secret was erased');
    expect(copy.reveal()).toBe('pl4nted');
  });
});
