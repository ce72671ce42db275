import fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/scale.js';
import { TelnetNegotiation } from './telnet-negotiation.js';

const IAC = 255;
const [WILL, WONT, DO, DONT, SB, SE] = [251, 252, 253, 254, 250, 240];
const [BINARY, ECHO, SGA, TTYPE, NAWS, LINEMODE] = [0, 1, 3, 24, 31, 34];

const start = () => new TelnetNegotiation({ type: 'vt100', columns: 511, rows: 1000 });

/** What comes of bytes that arrive in these pieces. */
function receive(...pieces: (string | number[])[]): { data: string; answer: number[] } {
  const negotiation = start();
  const inputs = pieces.map((piece) =>
    negotiation.receive(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Uint8Array.from(piece)),
  );
  return {
    data: Buffer.concat(inputs.map(({ data }) => data)).toString('latin1'),
    answer: inputs.flatMap(({ answer }) => [...answer]),
  };
}

describe('TelnetNegotiation', () => {
  it('passes on what is no protocol', () => {
    expect(receive('Username: ')).toEqual({ data: 'Username: ', answer: [] });
  });

  it.each([
    ['lets the device echo', [IAC, WILL, ECHO], [IAC, DO, ECHO]],
    ['lets the device go ahead', [IAC, WILL, SGA], [IAC, DO, SGA]],
    ['lets the device send eight bits', [IAC, WILL, BINARY], [IAC, DO, BINARY]],
    ['sends eight bits itself when asked', [IAC, DO, BINARY], [IAC, WILL, BINARY]],
    ['lets the device do nothing else', [IAC, WILL, LINEMODE], [IAC, DONT, LINEMODE]],
    ['goes ahead itself', [IAC, DO, SGA], [IAC, WILL, SGA]],
    ['does not echo itself', [IAC, DO, ECHO], [IAC, WONT, ECHO]],
    ['does nothing else itself', [IAC, DO, LINEMODE], [IAC, WONT, LINEMODE]],
    [
      'tells the window size, 511 by 1000',
      [IAC, DO, NAWS],
      [IAC, WILL, NAWS, IAC, SB, NAWS, 1, IAC, IAC, 3, 232, IAC, SE],
    ],
    [
      'tells the terminal type when it is asked',
      [IAC, DO, TTYPE, IAC, SB, TTYPE, 1, IAC, SE],
      [IAC, WILL, TTYPE, IAC, SB, TTYPE, 0, ...Buffer.from('vt100'), IAC, SE],
    ],
    ['tells no terminal type that was not agreed on', [IAC, SB, TTYPE, 1, IAC, SE], []],
    ['agrees to an end', [IAC, WILL, ECHO, IAC, WONT, ECHO], [IAC, DO, ECHO, IAC, DONT, ECHO]],
    ['does not answer what is already so', [IAC, WILL, ECHO, IAC, WILL, ECHO, IAC, DONT, NAWS], [IAC, DO, ECHO]],
  ])('%s', (_, bytes, answer) => {
    expect(receive('a', bytes, 'b')).toEqual({ data: 'ab', answer });
  });

  it.each([
    ['a doubled 255', [97, IAC, IAC, 98], 'a\xffb'],
    ['a return with NUL', [97, 13, 0, 98], 'a\rb'],
    ['in BINARY a return with NUL as two bytes', [IAC, WILL, BINARY, 97, 13, 0, 98], 'a\r\0b'],
    ['in BINARY a doubled 255', [IAC, WILL, BINARY, 97, IAC, IAC, 98], 'a\xffb'],
    ['a return with a line feed', [97, 13, 10, 98], 'a\r\nb'],
    ['commands without an option', [97, IAC, 241, IAC, 249, 98], 'ab'],
    ['a sub-negotiation that nobody knows', [97, IAC, SB, 99, 1, 2, IAC, IAC, 3, IAC, SE, 98], 'ab'],
  ])('takes %s for what it means', (_, bytes, data) => {
    expect(receive(bytes).data).toBe(data);
  });

  it('gives the same whatever the pieces', () => {
    const byte = fc.oneof(
      fc.constantFrom(IAC, WILL, WONT, DO, DONT, SB, SE, ECHO, SGA, TTYPE, NAWS, 0, 13),
      fc.nat(255),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), fc.array(fc.nat(60)), (bytes, cuts) => {
        const edges = [0, ...cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
        expect(receive(...pieces)).toEqual(receive(bytes));
      }),
      propertyRuns(1000),
    );
  });
});

describe('asking for BINARY', () => {
  const spoken = [IAC, WILL, ECHO];
  const asked = (...answer: number[]) => {
    const negotiation = start();
    negotiation.receive(Uint8Array.from(spoken));
    const request = [...negotiation.askForBinary()];
    const answers = [...negotiation.receive(Uint8Array.from(answer)).answer];
    return { request, answers, isAsking: negotiation.isAsking, enter: negotiation.encode('\r\n').toString() };
  };
  const request = [IAC, WILL, BINARY, IAC, DO, BINARY];

  it('takes both answers without one of its own', () => {
    const both = asked(IAC, WILL, BINARY, IAC, DO, BINARY);
    expect(both).toEqual({ request, answers: [], isAsking: false, enter: '\r' });
  });

  it('stays with the terminal of the network where the device refuses', () => {
    const none = asked(IAC, WONT, BINARY, IAC, DONT, BINARY);
    expect(none).toEqual({ request, answers: [], isAsking: false, enter: '\r\n' });
  });

  it('is not done before an answer for this direction', () => {
    expect(asked(IAC, WILL, BINARY)).toMatchObject({ isAsking: true });
    expect(asked(IAC, DO, BINARY)).toMatchObject({ isAsking: false, enter: '\r' });
  });

  it('agrees to an end later on', () => {
    const ended = asked(IAC, DO, BINARY, IAC, DONT, BINARY);
    expect(ended).toMatchObject({ answers: [IAC, WONT, BINARY], enter: '\r\n' });
  });

  it('asks a device nothing that has said no word of Telnet', () => {
    expect([...start().askForBinary()]).toEqual([]);
  });

  it('asks for what is not agreed on yet', () => {
    const negotiation = start();
    negotiation.receive(Uint8Array.from([IAC, DO, BINARY]));
    expect([...negotiation.askForBinary()]).toEqual([IAC, DO, BINARY]);
    expect(negotiation.isAsking).toBe(false);
  });
});

describe('what is typed over Telnet', () => {
  it.each([
    ['show version\r\n', [...Buffer.from('show version\r\n')]],
    ['admin\r', [...Buffer.from('admin'), 13, 0]],
    ['\n', [10]],
    ['ä', [...Buffer.from('ä')]],
  ])('puts %j on the wire', (text, bytes) => {
    expect([...start().encode(text)]).toEqual(bytes);
  });

  it.each([
    ['show version\r\n', [...Buffer.from('show version\r')]],
    ['admin\r', [...Buffer.from('admin'), 13]],
  ])('puts %j on the wire in BINARY', (text, bytes) => {
    const negotiation = start();
    negotiation.receive(Uint8Array.from([IAC, DO, BINARY]));
    expect([...negotiation.encode(text)]).toEqual(bytes);
  });
});
