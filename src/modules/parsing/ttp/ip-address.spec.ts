import { IpAddress, IpInterface, IpNetwork } from './ip-address.js';
import { IpSyntaxError } from './ip-number.js';

describe('IP addresses', () => {
  it.each([
    ['2001:0db8:0:0:0:0:0:1', '2001:db8::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::', '::'],
    ['10.0.0.1', '10.0.0.1'],
  ])('writes %s as %s', (text, expected) => {
    expect(IpAddress.parse(text).toString()).toBe(expected);
  });

  it.each(['10.0.0', '10.0.0.256', '10.0.0.01', '1::2::3', '1:2:3:4:5:6:7', 'g::', ''])('refuses %s', (text) => {
    expect(() => IpAddress.parse(text)).toThrow(IpSyntaxError);
  });

  it('reads masks, prefixes and hostmasks', () => {
    expect(IpInterface.parse('10.1.2.3/255.255.255.0').toString()).toBe('10.1.2.3/24');
    expect(IpInterface.parse('10.1.2.3/0.0.0.255').toString()).toBe('10.1.2.3/24');
    expect(IpInterface.parse('10.1.2.3/24').network.toString()).toBe('10.1.2.0/24');
    expect(() => IpInterface.parse('10.1.2.3/255.0.255.0')).toThrow(IpSyntaxError);
  });

  it('has the attributes of Python', () => {
    const found = IpInterface.parse('10.1.2.3/24');
    expect(found.attribute('with_netmask')).toBe('10.1.2.3/255.255.255.0');
    expect(found.attribute('is_private')).toBe(true);
    expect(found.network.attribute('num_addresses')).toBe(256);
    expect(IpNetwork.parse('2001:db8::/32').attribute('num_addresses')).toBe(2n ** 96n);
    expect(found.attribute('nosuch')).toBeUndefined();
  });

  it('refuses a network with host bits', () => {
    expect(() => IpNetwork.parse('10.1.2.3/24')).toThrow(IpSyntaxError);
  });

  it('tells whether networks overlap', () => {
    const wide = IpNetwork.parse('10.0.0.0/8');
    expect(wide.overlaps(IpNetwork.parse('10.1.2.0/24'))).toBe(true);
    expect(wide.overlaps(IpNetwork.parse('11.0.0.0/8'))).toBe(false);
    expect(wide.overlaps(IpNetwork.parse('::/0'))).toBe(false);
  });
});
