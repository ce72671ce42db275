/** Fields of a credential as its store spells them, for writing. */
export type CredentialFields = Readonly<Record<string, unknown>>;

/** A credential store that can be written to, by hand and never by a job. Rejects as `CredentialProvider` does. */
export abstract class CredentialEditor {
  /** Writes a credential, in place of the one of this id. */
  abstract put(id: string, fields: CredentialFields): Promise<void>;

  /** Removes a credential with all its versions; true when it was there. */
  abstract remove(id: string): Promise<boolean>;
}
