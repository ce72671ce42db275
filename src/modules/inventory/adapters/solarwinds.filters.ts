import type { NamedFilter } from '../inventory.types.js';

/** The filters that clients of the existing broker know, with its expressions. */
export const SOLARWINDS_FILTERS: Readonly<Record<string, NamedFilter>> = {
  switches: {
    description: 'Common switches of Dell, Arista and Cisco',
    patterns: { Vendor: '(dell|arista|cisco)', Description: '(force10|s4048|z9100|DCS-|2960|4500)' },
  },
  routers: {
    description: 'Common routers: Cisco ASR, Juniper MX',
    patterns: { Vendor: '(cisco|juniper)', Description: '(asr|mx)' },
  },
  iosxe: {
    description: 'Cisco IOS XE: all of Cisco but Nexus, ASA, ISE and ONS',
    patterns: { Vendor: 'cisco', Description: '^(?!.*(nexus|asa|ise|ons)).*' },
  },
  arista_exclusion: {
    description: 'Arista but DCS-7124SX and DCS-7150S',
    patterns: { Vendor: 'arista', Description: '^(?!.*(DCS-7124SX|DCS-7150S)).*' },
  },
  ospf_crawler_filter: {
    description: 'Cisco ASR and 29xx, Juniper MX104',
    patterns: { Vendor: '(cisco|juniper)', Description: '(asr|29\\d{2}|mx104)' },
  },
};
