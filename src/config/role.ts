/** Half of Tom that reads a setting. */
export type SettingRole = 'controller' | 'worker';

/** What a process does: answer the API, run jobs, or both without Redis (`standalone`). */
export type Role = SettingRole | 'standalone';

/** Roles for a setting that both halves read. */
export const BOTH_ROLES: readonly SettingRole[] = ['controller', 'worker'];

/** The halves that a process of this role runs. */
export function halvesOf(role: Role): readonly SettingRole[] {
  return role === 'standalone' ? BOTH_ROLES : [role];
}
