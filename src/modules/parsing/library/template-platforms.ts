/** Endings of Netmiko's names that say how a device is reached, not what it is. */
const REACHED_BY = /_(?:ssh|telnet|serial)$/;

/** Drivers whose templates go by another platform's name, without the endings above. Names that agree are not listed. */
const TEMPLATE_PLATFORMS: Readonly<Record<string, string>> = {
  aruba_osswitch: 'hp_procurve',
  aruba_wlc: 'aruba_os',
  brocade_fastiron: 'ruckus_fastiron',
  cisco_aireos: 'cisco_wlc_ssh',
  cisco_cbs: 'cisco_s300',
  cisco_iosxe: 'cisco_ios',
  cisco_iosxr: 'cisco_xr',
  cisco_wlc: 'cisco_wlc_ssh',
  cisco_xe: 'cisco_ios',
  corelight_linux: 'linux',
  cumulus_linux: 'linux',
  dell_dnos6: 'dell_powerconnect',
  dell_dnos9: 'dell_force10',
  dell_os6: 'dell_powerconnect',
  dell_os9: 'dell_force10',
  dlink_os: 'dlink_ds',
  extreme: 'extreme_exos',
  extreme_ers: 'avaya_ers',
  extreme_netiron: 'brocade_netiron',
  extreme_slx: 'extreme_slxos',
  f5_linux: 'linux',
  fortinet_fortios: 'fortinet',
  h3c_comware: 'hp_comware',
  huawei: 'huawei_vrp',
  huawei_olt: 'huawei_smartax',
  huawei_vrpv8: 'huawei_vrp',
  juniper: 'juniper_junos',
  nokia_sros: 'alcatel_sros',
  nokia_sros_classic: 'alcatel_sros',
  ovs_linux: 'linux',
  ruckus_fastiron: 'brocade_fastiron',
  ubiquiti_edge: 'ubiquiti_edgeswitch',
  ubiquiti_unifiswitch: 'ubiquiti_edgeswitch',
  watchguard_fireware: 'watchguard_firebox',
};

/** The names under which the templates for a Netmiko or scrapli driver may be filed, its own name first. */
export function templatePlatforms(driver: string): readonly string[] {
  const device = driver.replace(REACHED_BY, '');
  const platform = Object.hasOwn(TEMPLATE_PLATFORMS, device) ? TEMPLATE_PLATFORMS[device] : undefined;
  return [...new Set([driver, device, ...(platform === undefined ? [] : [platform])])];
}
