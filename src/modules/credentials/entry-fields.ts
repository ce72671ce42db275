import { IsObject, IsOptional, IsString, MinLength } from 'class-validator';
import { parseYamlMapping, YamlSyntaxError } from '../../common/yaml-document.js';

/** Fields of a credential, in whatever store. */
export const CREDENTIAL_FIELDS = [
  'username',
  'password',
  'private_key',
  'private_key_file',
  'passphrase',
  'certificate',
  'agent',
  'secret',
  'answers',
  'platforms',
] as const;

const REQUIRED_TEXT = { message: '$property must be a text that is not empty' };
const TEXT = { message: '$property must be a text (put a number in quotes)' };

/** One log-in as stores spell it. */
export class EntryFields {
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

  /** What devices of single platforms need besides. */
  @IsOptional()
  @IsObject({ message: 'platforms must be a mapping from driver to what its devices need' })
  platforms: unknown;

  static of(value: unknown): EntryFields {
    const given = typeof value === 'object' && value !== null ? value : {};
    const fields = Object.assign(new EntryFields(), given);
    return Object.assign(fields, { answers: mapping(fields.answers), platforms: mapping(fields.platforms) });
  }
}

/** What a store of texts alone holds as YAML or JSON; any other value as it is. */
function mapping(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return Object.fromEntries(parseYamlMapping(value).entries);
  } catch (error) {
    if (error instanceof YamlSyntaxError) return value;
    throw error;
  }
}
