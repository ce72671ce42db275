import { Max, Min } from 'class-validator';
import { BOTH_ROLES } from '../role.js';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { duration, flag, integer } from '../setting-types.js';

/** The job engine. */
export class JobsSettings {
  @Setting({
    key: 'concurrency',
    type: integer,
    roles: ['worker'],
    description: 'Jobs one worker runs at a time; a job that waits for its device does not count.',
  })
  @Min(1)
  @Max(10_000)
  readonly concurrency: number = 10;

  @Setting({
    key: 'job_partitions',
    type: integer,
    roles: BOTH_ROLES,
    description: 'Queues the devices are spread over; the same on every controller and worker.',
  })
  @Min(1)
  @Max(1024)
  readonly partitions: number = 16;

  @Setting({
    key: 'result_ttl',
    type: duration,
    roles: BOTH_ROLES,
    description: 'How long a finished job and its output are kept.',
  })
  @SecondsBetween(1, 31_536_000)
  readonly resultTtlMs: number = 3_600_000;

  @Setting({
    key: 'max_sessions_per_device',
    type: integer,
    roles: ['worker'],
    description: 'Sessions open to one device (host and port) at a time; further jobs wait in order.',
  })
  @Min(1)
  @Max(100)
  readonly maxSessionsPerDevice: number = 1;

  @Setting({
    key: 'idle_timeout',
    type: duration,
    roles: ['worker'],
    description:
      'How long a device may be silent while a command runs, where the `timeout` of the request allows more.',
  })
  @SecondsBetween(1, 86_400)
  readonly idleTimeoutMs: number = 120_000;

  @Setting({
    key: 'max_queue_depth_per_device',
    type: integer,
    roles: ['controller'],
    description: 'Unfinished jobs one device may have; past it requests are answered 429.',
  })
  @Min(1)
  @Max(1_000_000)
  readonly maxQueueDepthPerDevice: number = 1000;

  @Setting({
    key: 'max_queue_depth',
    type: integer,
    roles: ['controller'],
    description: 'Unfinished jobs of all devices; past it requests are answered 503.',
  })
  @Min(1)
  @Max(10_000_000)
  readonly maxQueueDepth: number = 100_000;

  @Setting({
    key: 'shutdown_grace',
    type: duration,
    roles: BOTH_ROLES,
    description: 'How long a stopping process waits for what is under way before it gives it up.',
  })
  @SecondsBetween(0, 3600)
  readonly shutdownGraceMs: number = 30_000;

  @Setting({
    key: 'allow_inline_credentials',
    type: flag,
    roles: ['controller'],
    description: 'Whether a request may bring its own user name and password.',
  })
  readonly allowInlineCredentials: boolean = false;

  @Setting({
    key: 'credential_cooldown',
    type: duration,
    roles: ['worker'],
    description:
      'How long a credential that a device refused is not tried there again, doubling with each refusal; the same for all devices once three ' +
      'have refused it within a minute. 0 turns this off: accounts may be locked out.',
  })
  @SecondsBetween(0, 86_400)
  readonly credentialCooldownMs: number = 300_000;

  @Setting({
    key: 'breaker_threshold',
    type: integer,
    roles: ['worker'],
    description: 'Connections to a device that fail in a row before its jobs fail at once; 0 tries every time.',
  })
  @Min(0)
  @Max(1000)
  readonly breakerThreshold: number = 5;

  @Setting({
    key: 'breaker_cooldown',
    type: duration,
    roles: ['worker'],
    description: 'How long they do, until one of them probes the device; doubles with each probe that fails.',
  })
  @SecondsBetween(1, 3600)
  readonly breakerCooldownMs: number = 30_000;
}
