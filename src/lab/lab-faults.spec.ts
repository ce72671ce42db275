import { parseFaults } from './lab-faults.js';

describe('parseFaults', () => {
  it('reads numbers, switches and choices', () => {
    expect(parseFaults(['delayMs=200', 'banner', 'splitBytes=false', 'neverAnswer=login', 'garbage=prompt'])).toEqual({
      delayMs: 200,
      banner: true,
      splitBytes: false,
      neverAnswer: 'login',
      garbage: 'prompt',
    });
    expect(parseFaults([])).toEqual({});
  });

  it.each([
    ['delayms=3', 'fault "delayms" is unknown; did you mean "delayMs"?'],
    ['delayMs=soon', 'fault "delayMs" needs a whole number'],
    ['dropAfterBytes', 'fault "dropAfterBytes" needs a whole number'],
    ['banner=maybe', 'fault "banner" is a switch'],
    ['neverAnswer=lunch', 'fault "neverAnswer" must be one of connect, login, prompt, command'],
    ['', 'fault "" is unknown'],
  ])('refuses %s', (text, message) => {
    expect(() => parseFaults([text])).toThrow(message);
  });
});
