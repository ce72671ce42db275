import { SourceOfTruthSettings } from './source-of-truth.settings.js';

/** Inventory from NetBox 3 and 4, `inventory_type: netbox`. */
export class NetBoxSettings extends SourceOfTruthSettings {}
