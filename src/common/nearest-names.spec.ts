import { didYouMean, nearestNames } from './nearest-names.js';

describe('nearestNames', () => {
  it('gives the nearest first', () => {
    expect(nearestNames('cisco_isox', ['linux', 'cisco_ios', 'cisco_iosxe', 'cisco_nxos'])).toEqual([
      'cisco_ios',
      'cisco_iosxe',
      'cisco_nxos',
    ]);
  });

  it('gives none when none is near', () => {
    expect(nearestNames('juniper', ['linux', 'cisco_ios'])).toEqual([]);
    expect(didYouMean('juniper', ['linux'])).toBe('');
  });

  it('asks whether one of them was meant', () => {
    expect(didYouMean('prt', ['port', 'host', 'part'])).toBe('; did you mean "part" or "port"?');
  });
});
