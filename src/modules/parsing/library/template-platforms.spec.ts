import { templatePlatforms } from './template-platforms.js';

describe('templatePlatforms', () => {
  it.each([
    ['cisco_ios', ['cisco_ios']],
    ['cisco_iosxe', ['cisco_iosxe', 'cisco_ios']],
    ['cisco_xe_ssh', ['cisco_xe_ssh', 'cisco_xe', 'cisco_ios']],
    ['cisco_iosxr', ['cisco_iosxr', 'cisco_xr']],
    ['cisco_xr_telnet', ['cisco_xr_telnet', 'cisco_xr']],
    ['cisco_wlc', ['cisco_wlc', 'cisco_wlc_ssh']],
    ['juniper', ['juniper', 'juniper_junos']],
    ['nokia_sros', ['nokia_sros', 'alcatel_sros']],
  ])('files the templates of %s under %j', (driver, platforms) => {
    expect(templatePlatforms(driver)).toEqual(platforms);
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes the driver %s for one like any other', (driver) => {
    expect(templatePlatforms(driver)).toEqual([driver]);
  });
});
