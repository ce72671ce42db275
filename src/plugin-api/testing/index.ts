/** Contract suites for the tests of a plugin. */
export type { ContractCheck } from './contract-check.js';
export { inventoryProviderContract, type InventoryProviderSubject } from './inventory-provider.contract.js';
export { credentialProviderContract, type CredentialProviderSubject } from './credential-provider.contract.js';
