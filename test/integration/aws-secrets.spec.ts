import { inspect } from 'node:util';
import { AwsCredentialsSettings } from '../../src/config/plugins/aws-credentials.settings.js';
import { AwsCredentialProvider } from '../../src/modules/credentials/adapters/aws.credential-provider.js';
import {
  CredentialNotFoundError,
  CredentialStoreUnreachableError,
} from '../../src/modules/credentials/credentials.errors.js';
import { AwsSecretsServer } from '../support/aws-secrets-server.js';

const PLANT = 'pl4nted-4ws';

describe('AwsCredentialProvider', () => {
  let aws: AwsSecretsServer;
  let provider: AwsCredentialProvider;

  beforeEach(async () => {
    aws = await AwsSecretsServer.start();
    aws.secrets.set('tom/lab', JSON.stringify({ username: 'admin', password: PLANT }));
    process.env.AWS_ACCESS_KEY_ID = 'AKIATEST';
    process.env.AWS_SECRET_ACCESS_KEY = `${PLANT}-key`;
    const settings = { region: 'eu-central-1', endpoint: aws.url, secretPrefix: 'tom/', timeoutMs: 10_000 };
    provider = new AwsCredentialProvider(Object.assign(new AwsCredentialsSettings(), settings));
    await provider.start();
  });

  afterEach(async () => {
    await provider.stop();
    await aws.stop();
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
  });

  it('gives a credential by its name with the prefix', async () => {
    const credential = await provider.get('lab');
    expect([credential.id, credential.password?.reveal()]).toEqual(['lab', PLANT]);
    expect(inspect(credential, { depth: 9 })).not.toContain(PLANT);
  });

  it('lists ids page by page, and none without the prefix', async () => {
    for (let index = 0; index < 250; index++) aws.secrets.set(`tom/r${index}`, '{}');
    aws.secrets.set('TOM/other', '{}').set('elsewhere', '{}');
    const ids = await provider.listIds();
    expect(ids).toHaveLength(251);
    expect(ids).toEqual(expect.arrayContaining(['lab', 'r249']));
    expect(aws.actions).toEqual(['ListSecrets', 'ListSecrets', 'ListSecrets']);
  });

  it.each([
    ['text', 'username: admin', 'tom/x is no JSON object'],
    ['half a credential', JSON.stringify({ password: PLANT }), 'username must be a text'],
  ])('says that a secret is %s, and nothing of its content', async (_, value, reason) => {
    aws.secrets.set('tom/x', value);
    const refusal = provider.get('x');
    await expect(refusal).rejects.toThrow(
      `credential "x" in AWS Secrets Manager (eu-central-1) is incomplete: ${reason}`,
    );
    await expect(refusal).rejects.not.toThrow(PLANT);
  });

  it('says that there is no such secret', async () => {
    const refusal = provider.get('nope');
    await expect(refusal).rejects.toThrow(CredentialNotFoundError);
    await expect(refusal).rejects.toThrow('it has no secret tom/nope');
  });

  it.each([
    ['AccessDeniedException', 'does not let Tom read the secret tom/lab (AccessDeniedException)'],
    ['UnrecognizedClientException', 'does not let Tom read the secret tom/lab (UnrecognizedClientException)'],
  ])('passes on %s by its name, asked once', async (type, message) => {
    aws.failure = { status: 400, type };
    await expect(provider.get('lab')).rejects.toThrow(message);
    await expect(provider.check()).rejects.toThrow('does not let Tom list secrets');
    expect(aws.actions).toHaveLength(2);
  });

  it.each([
    ['has an error of its own', { status: 500, type: 'InternalServiceError' }],
    ['is asked too often', { status: 400, type: 'ThrottlingException' }],
  ])('asks three times when AWS %s', async (_, failure) => {
    aws.failure = failure;
    await expect(provider.get('lab')).rejects.toThrow(CredentialStoreUnreachableError);
    expect(aws.actions).toHaveLength(3);
  });

  it('does not wait for ever', async () => {
    aws.isSilent = true;
    const error: unknown = await provider.get('lab').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CredentialStoreUnreachableError);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(PLANT);
  });
});
