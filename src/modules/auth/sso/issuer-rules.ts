import type { JwtProvider } from '../../../config/jwt-provider.js';

/** Where Entra's metadata for many tenants has the tenant's id. */
const TENANT = '{tenantid}';
const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The issuers that a token of a provider may name.
 * @param issuer as the provider's metadata has it, with or without a place for the tenant
 * @param tenant the `tid` of the token, which is not proven yet
 */
export function issuersOf({ type, allowedTenants }: JwtProvider, issuer: string, tenant: unknown): readonly string[] {
  if (type === 'google') return [issuer, issuer.replace(/^https:\/\//, '')];
  if (type !== 'entra') return [issuer];
  if (!issuer.includes(TENANT)) return [issuer, ...olderIssuers(issuer)];
  if (typeof tenant !== 'string' || !TENANT_ID.test(tenant)) return [];
  if (!allowedTenants.some((allowed) => allowed.toLowerCase() === tenant.toLowerCase())) return [];
  const own = issuer.replaceAll(TENANT, tenant);
  return [own, ...olderIssuers(own)];
}

/** An application that asks for no version gets access tokens of version 1, by another name of the same tenant. */
function olderIssuers(issuer: string): string[] {
  const tenant = /^https:\/\/login\.microsoftonline\.com\/([0-9a-f-]{36})\/v2\.0$/i.exec(issuer)?.[1];
  return tenant === undefined ? [] : [`https://sts.windows.net/${tenant}/`];
}
