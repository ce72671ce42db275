import { placeholders, render, toWire } from './template.js';

const lookup = (name: string) => ({ name: 'r1', empty: '' })[name];

describe('templates', () => {
  it('fill in what is known and leave the rest', () => {
    expect(render('{{name}} {{ name }} [{{empty}}] {{other}} { {name} }', lookup)).toBe(
      'r1 r1 [] {{other}} { {name} }',
    );
  });

  it('fill up with blanks to a width', () => {
    expect(render('[{{name:5}}] [{{name:1}}]', lookup)).toBe('[r1   ] [r1]');
  });

  it('name their placeholders once each', () => {
    expect(placeholders('{{b}} {{a:7}} {{b}}')).toEqual(['b', 'a']);
  });

  it('go over the wire with \\r\\n and one character per byte of UTF-8', () => {
    expect(toWire('a\nb\r\nä')).toBe('a\r\nb\r\n\u00c3\u00a4');
  });
});
