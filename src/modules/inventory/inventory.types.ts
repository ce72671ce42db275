import type { Secret } from '../../common/secret.js';

/** A device as an inventory knows it. */
export interface InventoryDevice {
  readonly name: string;
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  /** Whose driver names the device uses. */
  readonly adapter: 'netmiko' | 'scrapli';
  readonly adapterDriver: string;
  /** Without the secrets that it may hold. */
  readonly adapterOptions: Readonly<Record<string, unknown>>;
  /** The enable secret that the options gave (`secret`, `auth_secondary`). */
  readonly enableSecret?: Secret;
  readonly credentialId: string;
}
