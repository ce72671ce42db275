/** The driver of devices whose platform is to be detected: Netmiko's name. */
export const AUTODETECT = 'autodetect';

const NAMES = /^autodetect(?:_ssh|_telnet)?$/i;

/** Whether a driver name asks for detection. */
export function isAutodetect(driver: string): boolean {
  return NAMES.test(driver);
}
