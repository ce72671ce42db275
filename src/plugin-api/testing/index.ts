/** Contract suites for the tests of a plugin. */
export type { ContractCheck } from './contract-check.js';
export { inventoryProviderContract, type InventoryProviderSubject } from './inventory-provider.contract.js';
export { credentialProviderContract, type CredentialProviderSubject } from './credential-provider.contract.js';
export { parserContract, type ParserSample, type ParserSubject } from './parser.contract.js';
export { platformContract, type PlatformSample, type PlatformSubject } from './platform.contract.js';
