import { findFaults } from '../../common/class-faults.js';
import { Secret } from '../../common/secret.js';
import { readPlatformExtras } from './credential-extras.js';
import { EntryFields } from './entry-fields.js';
import type { Credential, LoginAnswer } from './credential.types.js';
import { CredentialNotFoundError } from './credentials.errors.js';

/** What a store says of one log-in. */
export interface CredentialEntry {
  readonly credential: Credential;
  /** File that holds the private key, which is still to be read. */
  readonly privateKeyFile?: string;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function secret(value: unknown): Secret | undefined {
  return typeof value === 'string' ? new Secret(value) : undefined;
}

function readAnswers(value: unknown): LoginAnswer[] | string {
  const answers: LoginAnswer[] = [];
  for (const [question, answer] of Object.entries(value ?? {})) {
    if (typeof answer !== 'string')
      return `answers: the answer to "${question}" must be a text (put a number in quotes)`;
    try {
      answers.push({ question: new RegExp(question, 'i'), answer: new Secret(answer) });
    } catch {
      return `answers: "${question}" is no regular expression`;
    }
  }
  return answers;
}

function missing(entry: EntryFields): string | undefined {
  const { password, private_key: key, private_key_file: file, agent, passphrase, certificate, answers } = entry;
  const hasKey = key !== undefined || file !== undefined;
  if (key !== undefined && file !== undefined)
    return 'private_key and private_key_file are both given; give one of them';
  if (!hasKey && passphrase !== undefined) return 'private_key or private_key_file is missing: passphrase is for a key';
  if (!hasKey && certificate !== undefined)
    return 'private_key or private_key_file is missing: certificate is for a key';
  if (password === undefined && !hasKey && agent === undefined && answers === undefined) {
    return 'password is missing (or private_key, private_key_file, agent)';
  }
  return undefined;
}

/** Reads one entry; gives a sentence on its faults, without any of its content, where it cannot be used. */
export function readCredentialEntry(id: string, value: unknown): CredentialEntry | string {
  const entry = EntryFields.of(value);
  const faults = findFaults(entry).map(({ message }) => message);
  if (faults.length > 0) return faults.join('; ');
  const answers = readAnswers(entry.answers);
  if (typeof answers === 'string') return answers;
  const platforms = readPlatformExtras(entry.platforms ?? {});
  if (typeof platforms === 'string') return platforms;
  const fault = missing(entry);
  if (fault !== undefined) return fault;
  const credential: Credential = {
    id,
    username: String(entry.username),
    password: secret(entry.password),
    agentSocket: text(entry.agent),
    enableSecret: secret(entry.secret),
    ...(answers.length > 0 ? { answers } : {}),
    ...(platforms.size > 0 ? { platforms } : {}),
  };
  const key = text(entry.private_key);
  const privateKeyFile = text(entry.private_key_file);
  if (key === undefined && privateKeyFile === undefined) return { credential };
  const privateKey = {
    key: new Secret(key ?? ''),
    passphrase: secret(entry.passphrase),
    certificate: text(entry.certificate),
  };
  return { credential: { ...credential, privateKey }, privateKeyFile };
}

/** The credential of an entry in a store that is no file. @throws CredentialNotFoundError for one that is incomplete */
export function readStoredEntry(id: string, value: unknown, store: string): Credential {
  const incomplete = (fault: string): CredentialNotFoundError =>
    new CredentialNotFoundError(`credential "${id}" in ${store} is incomplete: ${fault}`);
  const entry = readCredentialEntry(id, value);
  if (typeof entry === 'string') throw incomplete(entry);
  if (entry.privateKeyFile !== undefined) {
    throw incomplete('private_key is missing: private_key_file is for stores in files');
  }
  return entry.credential;
}
