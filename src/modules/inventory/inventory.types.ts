/** A device as an inventory knows it. */
export interface InventoryDevice {
  readonly name: string;
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  /** Whose driver names the device uses. */
  readonly adapter: 'netmiko' | 'scrapli';
  readonly adapterDriver: string;
  readonly adapterOptions: Readonly<Record<string, unknown>>;
  readonly credentialId: string;
}
