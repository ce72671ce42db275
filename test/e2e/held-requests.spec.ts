import { EmbeddedTom } from '../support/embedded-tom.js';

/** A template that takes longer with this output than it may. */
const SLOW = 'Value A ((?=x)(x+x+)+y|z)\n\nStart\n  ^${A}\n';
const OUTPUT = 'x'.repeat(4_000);

describe('a Tom that is told to stop', () => {
  it('goes on parsing for the requests that it holds', async () => {
    const tom = await EmbeddedTom.start({ devices: {}, credentials: {}, settings: { parse_timeout_ms: 2_000 } });
    const parse = (content: string, output: string) =>
      tom.client.post('/api/parse/test', { parser: 'textfsm', template_content: content, raw_output: output });
    await parse('Value A (.*)\n\nStart\n  ^${A} -> Record\n', 'ready');
    const held = parse(SLOW, OUTPUT);
    await new Promise((resolve) => setTimeout(resolve, 500));

    const stopping = tom.stop();

    expect((await held).text).toContain('did not finish with this output within 2000 ms');
    await stopping;
  });
});
