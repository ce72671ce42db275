import type { Secret } from '../../../common/secret.js';
import { didYouMean } from '../../../common/nearest-names.js';
import { CredentialProvider } from '../credential-provider.port.js';
import type { Credential } from '../credential.types.js';
import { CredentialNotFoundError } from '../credentials.errors.js';
import { readStoredEntry } from '../credential-entry.js';
import { CREDENTIAL_FIELDS } from '../entry-fields.js';

const PREFIX = 'TOM_WORKER_CREDENTIAL_';
/** The longest go first: `private_key_file` is no `file`. */
const FIELDS = [...CREDENTIAL_FIELDS].sort((a, b) => b.length - a.length);

/** An id as it stands in the name of a variable. */
function spelled(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]/g, '_');
}

/** Log-ins from environment variables, `TOM_WORKER_CREDENTIAL_<ID>_<FIELD>`; ids are told apart by letters and digits alone. */
export class EnvCredentialProvider extends CredentialProvider {
  readonly #entries = new Map<string, Map<string, Secret>>();

  /** @param variables by what comes after the prefix, in lower case: `lab_password` */
  constructor(variables: ReadonlyMap<string, Secret>) {
    super();
    for (const [name, value] of variables) {
      const field = FIELDS.find((candidate) => name.endsWith(`_${candidate}`));
      if (field === undefined) continue;
      const id = name.slice(0, -field.length - 1);
      const fields = this.#entries.get(id) ?? new Map<string, Secret>();
      this.#entries.set(id, fields.set(field, value));
    }
  }

  override async get(id: string): Promise<Credential> {
    const fields = this.#entries.get(spelled(id));
    if (fields === undefined) {
      const variable = `${PREFIX}${spelled(id).toUpperCase()}_USERNAME`;
      throw new CredentialNotFoundError(
        `credential "${id}" is not in the environment: ${variable} is not set${didYouMean(id, this.#entries.keys())}`,
      );
    }
    const values = [...fields].map(([field, value]) => [field, value.reveal()]);
    return readStoredEntry(id, Object.fromEntries(values), 'the environment');
  }

  override async listIds(): Promise<string[]> {
    return [...this.#entries.keys()].sort();
  }
}
