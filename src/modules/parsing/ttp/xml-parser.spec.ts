import { XmlSyntaxError, parseXml } from './xml-parser.js';

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

  it.each([
    '<t>\n<a\n x="1"\ty=\'"\'\n>one &lt; &amp;amp;</a\n>two\n<!-- <a>\n - -->\n<b />three</t>\n',
    ' <t x="a\n\tb">é\u00a0&gt;&quot;&apos;<a><b></b></a>\n\n<c/>\n</t >',
  ])('reads plain XML as it reads any other', (text) => {
    expect(parseXml(text)).toEqual(parseXml(`<?xml version="1.0"?>${text}`));
  });

  it.each(['<t>]]></t>', '<t \u00a0x="1"/>', '<t/>\u00a0', '<a><!-- -- --></a>', '<t x="1"y="2"/>', '<t>\0</t>'])(
    'refuses %j, which only seems plain',
    (text) => {
      expect(() => parseXml(text)).toThrow(XmlSyntaxError);
    },
  );
});
