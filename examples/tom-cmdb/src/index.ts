import { PLUGIN_API_VERSION, definePlugin } from 'tom-broker/plugin-api';
import { cmdbInventory } from './cmdb-inventory.js';
import { safeCredentials } from './safe-credentials.js';

export default definePlugin({
  apiVersion: PLUGIN_API_VERSION,
  inventories: { cmdb: cmdbInventory },
  credentials: { safe: safeCredentials },
});
