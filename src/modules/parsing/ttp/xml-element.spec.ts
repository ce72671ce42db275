import { XmlSyntaxError, parseXml, serializeXml } from './xml-element.js';

describe('parseXml', () => {
  it('splits text as ElementTree does', () => {
    const root = parseXml('<t>one<!-- gone -->two<a x="1&#10;2"/>three<b>four</b></t>');
    expect(root.text).toBe('onetwo');
    expect(root.children.map(({ tag, text, tail }) => [tag, text, tail])).toEqual([
      ['a', '', 'three'],
      ['b', 'four', ''],
    ]);
    expect(root.children[0]?.attributes.get('x')).toBe('1\n2');
  });

  it('knows the lines of tags, contents and tails', () => {
    const [first] = parseXml('<t>\n<a x="1"\n y="2">\n</a>\n</t>').children;
    expect(first).toMatchObject({ line: 2, contentLine: 3, tailLine: 4 });
  });

  it.each(['', 'text', '<a>', '<a></b>', '<a/><b/>', '<a>&</a>', '<a>&nope;</a>', '<a x="1" x="2"/>', '<a x="<"/>'])(
    'refuses %j',
    (text) => {
      expect(() => parseXml(text)).toThrow(XmlSyntaxError);
    },
  );

  it('knows no entity but those of XML', () => {
    expect(() => parseXml('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')).toThrow(XmlSyntaxError);
  });
});

describe('serializeXml', () => {
  it('writes what it read', () => {
    const text = '<t a="1">x &lt; y<g name="&quot;">z &amp;</g>\n<h /></t>';
    expect(serializeXml(parseXml(text))).toBe(text);
  });
});
