import { serializeXml } from './xml-element.js';
import { parseXml } from './xml-parser.js';

describe('serializeXml', () => {
  it('writes what it read', () => {
    const text = '<t a="1">x &lt; y<g name="&quot;">z &amp;</g>\n<h /></t>';
    expect(serializeXml(parseXml(text))).toBe(text);
  });
});
