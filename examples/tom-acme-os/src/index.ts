import { PLUGIN_API_VERSION, definePlugin } from 'tom-broker/plugin-api';
import { acmeOs } from './acme-os.js';
import { acmeParser } from './acme-parser.js';

export default definePlugin({
  apiVersion: PLUGIN_API_VERSION,
  platforms: { acme_os: acmeOs },
  parsers: { acme: acmeParser },
});
