import { IsDefined } from 'class-validator';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { duration, text } from '../setting-types.js';
import { IsHttpUrl } from './is-http-url.decorator.js';

/** Log-ins from AWS Secrets Manager, `credential_plugin: aws_secrets_manager`. */
export class AwsCredentialsSettings {
  @Setting({
    key: 'region',
    type: text,
    roles: ['worker'],
    description:
      'Region, such as `eu-central-1`. Who Tom is to AWS, its environment or machine says, as AWS documents it.',
  })
  @IsDefined()
  readonly region!: string;

  @Setting({
    key: 'secret_prefix',
    type: text,
    roles: ['worker'],
    description: 'What comes before the id in the name of a secret: `tom/` for `tom/lab`.',
    defaultText: 'nothing',
  })
  readonly secretPrefix: string = '';

  @Setting({
    key: 'endpoint',
    type: text,
    roles: ['worker'],
    description: "Address in place of AWS's own: a VPC endpoint, or a server of the same protocol.",
  })
  @IsHttpUrl('https://secretsmanager.eu-central-1.amazonaws.com')
  readonly endpoint?: string;

  @Setting({
    key: 'timeout',
    type: duration,
    roles: ['worker'],
    description: 'Longest time for one answer; a question is asked up to three times.',
  })
  @SecondsBetween(0.1, 60)
  readonly timeoutMs: number = 5_000;

  @Setting({
    key: 'cache_ttl',
    type: duration,
    roles: ['worker'],
    description:
      'How long a worker keeps a credential in memory; one that a device refuses is fetched anew. 0: not at all.',
  })
  @SecondsBetween(0, 86_400)
  readonly cacheTtlMs: number = 300_000;
}
