import { SourceOfTruthSettings } from './source-of-truth.settings.js';

/** Inventory from Nautobot 2, `inventory_type: nautobot`. */
export class NautobotSettings extends SourceOfTruthSettings {}
