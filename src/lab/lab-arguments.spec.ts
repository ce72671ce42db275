import { labHelp, parseLabArguments } from './lab-arguments.js';

describe('parseLabArguments', () => {
  it('has a default for everything', () => {
    expect(parseLabArguments([])).toEqual({
      isHelpWanted: false,
      deviceCount: 1,
      platforms: ['cisco_ios'],
      basePort: 2200,
      username: 'lab',
      password: 'lab',
      transport: 'ssh',
      isPasswordOnly: false,
      faults: {},
    });
  });

  it('reads what is given', () => {
    const text =
      '--devices 20 --platform linux --platform cisco_ios --fault delayMs=5 --fault banner --base-port 0 --host localhost --telnet';
    expect(parseLabArguments(text.split(' '))).toMatchObject({
      deviceCount: 20,
      platforms: ['linux', 'cisco_ios'],
      basePort: 0,
      transport: 'telnet',
      faults: { delayMs: 5, banner: true },
    });
  });

  it.each([
    ['--devices 0', '--devices must be a whole number from 1 to 1000, but is "0"'],
    ['--devices x', '--devices must be a whole number'],
    ['--base-port 65535 --devices 2', '--base-port must be a whole number from 0 to 65534'],
    ['--host 0.0.0.0', '--host 0.0.0.0 is refused'],
    ['--divices 3', 'option --divices is unknown; did you mean "devices"?'],
    ['--zzz', 'option --zzz is unknown; --help lists the options'],
    ['--fault slow', 'fault "slow" is unknown'],
    ['extra', "Unexpected argument 'extra'"],
  ])('refuses %s', (text, message) => {
    expect(() => parseLabArguments(text.split(' '))).toThrow(message);
  });

  it('lists platforms and faults in the help', () => {
    const help = labHelp([{ name: 'cisco_ios', about: 'a switch' }], ['delayMs']);
    expect(help).toContain('cisco_ios              a switch');
    expect(help).toContain('delayMs');
  });
});
