import type { SsoSettings } from '../../../config/groups/sso.settings.js';
import { SettingsError } from '../../../config/settings.errors.js';
import { boundedPattern } from '../../parsing/regex/bounded-pattern.js';
import type { PythonRegex } from '../../parsing/regex/python-regex.js';
import { errorMessage } from '../../../common/tom-error.js';

function compile(pattern: string): PythonRegex {
  try {
    return boundedPattern(`(?i)${pattern}`);
  } catch (error) {
    throw new SettingsError([`allowed_user_regex: ${errorMessage(error)}`]);
  }
}

/** Which users of providers are let in: by name, else by domain, else by pattern; everybody where there is no list. */
export class UserAdmission {
  private readonly users: ReadonlySet<string>;
  private readonly domains: ReadonlySet<string>;
  private readonly patterns: readonly PythonRegex[];

  /** Throws `SettingsError` for a pattern that cannot be read, or that may never come to an end. */
  constructor({ allowedUsers, allowedDomains, allowedUserRegex }: SsoSettings) {
    this.users = new Set(allowedUsers.map((user) => user.toLowerCase()));
    this.domains = new Set(allowedDomains.map((domain) => domain.toLowerCase().replace(/^@/, '')));
    this.patterns = allowedUserRegex.map(compile);
  }

  isAllowed(user: string, address: string | undefined): boolean {
    if (this.users.size + this.domains.size + this.patterns.length === 0) return true;
    const name = user.toLowerCase();
    if (this.users.has(name)) return true;
    const domain = address?.split('@').at(-1)?.toLowerCase();
    if (domain !== undefined && this.domains.has(domain)) return true;
    const candidates = address === undefined ? [name] : [name, address];
    return this.patterns.some((pattern) => candidates.some((text) => pattern.search(text) !== null));
  }
}
