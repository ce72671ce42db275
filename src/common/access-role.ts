/** What a caller of the API may do, the least first; each includes those before it. */
export const ACCESS_ROLES = ['viewer', 'operator', 'configurator', 'admin'] as const;

/**
 * `viewer` reads inventory, templates and its own jobs; `operator` runs commands; `configurator` changes devices;
 * `admin` sees the jobs of all and manages Tom.
 */
export type AccessRole = (typeof ACCESS_ROLES)[number];

/** Whether a role is `needed` or more. */
export function includesRole(role: AccessRole, needed: AccessRole): boolean {
  return ACCESS_ROLES.indexOf(role) >= ACCESS_ROLES.indexOf(needed);
}

export function isAccessRole(value: unknown): value is AccessRole {
  return ACCESS_ROLES.some((role) => role === value);
}
