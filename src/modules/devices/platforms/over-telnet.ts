import type { Platform } from './platform.types.js';

const variants = new WeakMap<Platform, Platform>();

/** The same platform, reached by Telnet. */
export function overTelnet(platform: Platform): Platform {
  const known = variants.get(platform);
  if (known !== undefined) return known;
  const variant: Platform = { ...platform, protocol: 'telnet', lineEnding: platform.telnetLineEnding };
  variants.set(platform, variant);
  return variant;
}
