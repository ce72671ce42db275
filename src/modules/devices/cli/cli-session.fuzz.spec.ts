import fc from 'fast-check';
import { CliDialogue } from '../../../../test/support/cli-dialogue.js';
import { propertyRuns } from '../../../../test/support/scale.js';

describe('CliSession, whatever comes', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.constantFrom(
      'r1#',
      'r1>',
      'show x',
      '--More--',
      '\x1b[1mbold\x1b[0m',
      'a\rb',
      'a\b\bc',
      '\x1b[2K\rz',
      'Größe 😀',
    ),
  );
  const output = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\r\n'));
  const cuts = fc.array(fc.nat(200), { maxLength: 20 });

  const played = async (bytes: Buffer, sizes: readonly number[]) => {
    const dialogue = await CliDialogue.at('r1#');
    dialogue.send('show x');
    let position = 0;
    for (const size of sizes) {
      dialogue.device(bytes.subarray(position, position + size)).wait(1);
      position += size;
    }
    return dialogue.device(bytes.subarray(position)).wait(60_000);
  };

  it('gives the same result however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(output, cuts, async (text, sizes) => {
        const bytes = Buffer.from(`show x\r\n${text}\r\nr1#`);
        const whole = await played(bytes, []);
        const cut = await played(bytes, sizes);
        expect(cut.outcome).toEqual(whole.outcome);
        expect(cut.typed).toBe(whole.typed);
      }),
      propertyRuns(3000),
    );
  });

  it('never gives output of the command before', async () => {
    await fc.assert(
      fc.asyncProperty(output, output, async (first, second) => {
        const bytes = Buffer.from(`show x\r\n${second}\r\nr1#`);
        const alone = await played(bytes, []);
        const dialogue = await played(Buffer.from(`show x\r\n${first}\r\nr1#`), []);
        if (dialogue.outcome?.kind !== 'replied' || dialogue.session.prompt !== 'r1#') return;
        expect(dialogue.send('show x').device(bytes).wait(60_000).outcome).toEqual(alone.outcome);
      }),
      propertyRuns(3000),
    );
  });

  it('ends by its deadline, and as a reply only where a prompt stands at the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), output, cuts, async (noise, text, sizes) => {
        const bytes = Buffer.concat([Buffer.from('show x\r\n'), noise, Buffer.from(text)]);
        const { outcome, session } = await played(bytes, sizes);
        expect(outcome).toBeDefined();
        if (outcome?.kind === 'replied') expect(session.prompt).toMatch(/r1.*[#>]\s*$/);
      }),
      propertyRuns(3000),
    );
  });
});
