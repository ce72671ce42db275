import { TelnetNegotiation } from './telnet-negotiation.js';
import { TelnetTyping } from './telnet-typing.js';

const WILL_ECHO = Uint8Array.from([255, 251, 1]);
const REQUEST = Buffer.from([255, 251, 0, 255, 253, 0]).toString('latin1');

describe('TelnetTyping', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function start(...said: Uint8Array[]) {
    const negotiation = new TelnetNegotiation({ type: 'vt100', columns: 511, rows: 1000 });
    const sent: string[] = [];
    const typing = new TelnetTyping(negotiation, (bytes) => sent.push(Buffer.from(bytes).toString('latin1')));
    const hear = (bytes: Uint8Array) => {
      negotiation.receive(bytes);
      typing.heard();
    };
    said.forEach(hear);
    return { typing, sent, hear };
  }
  const utf8 = (text: string) => Buffer.from(text).toString('latin1');

  it('sends ASCII at once and asks for nothing', () => {
    const { typing, sent } = start(WILL_ECHO);
    typing.write('show version\r\n');
    expect(sent).toEqual(['show version\r\n']);
  });

  it('asks before the first text beyond ASCII, keeps the order, and types in BINARY once the device agrees', () => {
    const { typing, sent, hear } = start(WILL_ECHO);
    typing.write('echo Größe\r\n');
    typing.write('pwd\r\n');
    expect(sent).toEqual([REQUEST]);
    hear(Buffer.from('a line of the log\r\n'));
    hear(Uint8Array.from([255, 251, 0, 255, 253, 0]));
    expect(sent).toEqual([REQUEST, utf8('echo Größe\rpwd\r')]);
    typing.write('echo ä\r\n');
    expect(sent.at(-1)).toBe(utf8('echo ä\r'));
  });

  it('sends the bytes as they are where the device refuses, and does not ask again', () => {
    const { typing, sent, hear } = start(WILL_ECHO);
    typing.write('echo ä\r\n');
    hear(Uint8Array.from([255, 252, 0, 255, 254, 0]));
    typing.write('echo ö\r\n');
    expect(sent).toEqual([REQUEST, utf8('echo ä\r\n'), utf8('echo ö\r\n')]);
  });

  it('sends the bytes as they are where the device does not answer in time', () => {
    const { typing, sent } = start(WILL_ECHO);
    typing.write('echo ä\r\n');
    jest.advanceTimersByTime(1000);
    expect(sent).toEqual([REQUEST, utf8('echo ä\r\n')]);
  });

  it('sends the bytes at once to a device that has said no word of Telnet', () => {
    const { typing, sent } = start();
    typing.write('echo ä\r\n');
    expect(sent).toEqual([utf8('echo ä\r\n')]);
  });

  it('leaves no timer behind', () => {
    const { typing } = start(WILL_ECHO);
    typing.write('ä');
    typing.end();
    expect(jest.getTimerCount()).toBe(0);
  });
});
