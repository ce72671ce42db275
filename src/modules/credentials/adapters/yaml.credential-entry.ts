import { IsObject, IsOptional, IsString, MinLength } from 'class-validator';
import { findFaults } from '../../../common/class-faults.js';
import { Secret } from '../../../common/secret.js';
import type { Credential, LoginAnswer } from '../credential.types.js';

const REQUIRED_TEXT = { message: '$property must be a text that is not empty' };
const TEXT = { message: '$property must be a text (put a number in quotes)' };

/** One log-in as the credential file spells it. */
class YamlCredentialEntry {
  @IsString(REQUIRED_TEXT)
  @MinLength(1, REQUIRED_TEXT)
  username: unknown;

  @IsOptional()
  @IsString(TEXT)
  password: unknown;

  @IsOptional()
  @IsString(TEXT)
  private_key: unknown;

  @IsOptional()
  @IsString(TEXT)
  private_key_file: unknown;

  @IsOptional()
  @IsString(TEXT)
  passphrase: unknown;

  @IsOptional()
  @IsString(TEXT)
  certificate: unknown;

  /** Socket of an SSH agent. */
  @IsOptional()
  @IsString(TEXT)
  agent: unknown;

  /** The enable secret. */
  @IsOptional()
  @IsString(TEXT)
  secret: unknown;

  @IsOptional()
  @IsObject({ message: 'answers must be a mapping from question to answer' })
  answers: unknown;
}

/** What a credential file says of one log-in. */
export interface YamlCredential {
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

function missing(entry: YamlCredentialEntry): string | undefined {
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
export function readYamlCredential(id: string, value: unknown): YamlCredential | string {
  const given = typeof value === 'object' && value !== null ? value : {};
  const entry = Object.assign(new YamlCredentialEntry(), given);
  const faults = findFaults(entry).map(({ message }) => message);
  const answers = faults.length > 0 ? [] : readAnswers(entry.answers);
  if (typeof answers === 'string') return answers;
  const fault = faults.length > 0 ? faults.join('; ') : missing(entry);
  if (fault !== undefined) return fault;
  const credential: Credential = {
    id,
    username: String(entry.username),
    password: secret(entry.password),
    agentSocket: text(entry.agent),
    enableSecret: secret(entry.secret),
    ...(answers.length > 0 ? { answers } : {}),
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
