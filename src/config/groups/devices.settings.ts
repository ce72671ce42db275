import { IsIn, Max, Min } from 'class-validator';
import { BOTH_ROLES } from '../role.js';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { choice, duration, integer, path } from '../setting-types.js';

/** `legacy` adds key exchanges and ciphers that only old devices need. */
export type SshAlgorithms = 'modern' | 'legacy';

export type HostKeyPolicy = 'accept-new' | 'strict' | 'off';

export type SecretMasking = 'off' | 'cache' | 'always';

/** Connections to devices. */
export class DevicesSettings {
  @Setting({
    key: 'connect_timeout',
    type: duration,
    roles: ['worker'],
    description: 'How long a device may take to accept the TCP connection and agree on keys.',
  })
  @SecondsBetween(0.1, 600)
  readonly connectTimeoutMs: number = 10_000;

  @Setting({
    key: 'login_timeout',
    type: duration,
    roles: ['worker'],
    description: 'How long log-in may take, from authentication to the first prompt.',
  })
  @SecondsBetween(0.1, 600)
  readonly loginTimeoutMs: number = 20_000;

  @Setting({
    key: 'privilege_timeout',
    type: duration,
    roles: ['worker'],
    description: 'How long a device may take to raise the rights of a session (`enable`): it may ask a server.',
  })
  @SecondsBetween(0.1, 600)
  readonly privilegeTimeoutMs: number = 30_000;

  @Setting({
    key: 'session_idle_ttl',
    type: duration,
    roles: ['worker'],
    description: 'How long a session stays open without a job; 0 closes it after each job.',
  })
  @SecondsBetween(0, 86_400)
  readonly sessionIdleTtlMs: number = 60_000;

  @Setting({
    key: 'session_max_age',
    type: duration,
    roles: ['worker'],
    description: 'Age past which a session is not used again.',
  })
  @SecondsBetween(1, 604_800)
  readonly sessionMaxAgeMs: number = 3_600_000;

  @Setting({
    key: 'max_sessions',
    type: integer,
    roles: ['worker'],
    description:
      'Sessions one worker has open at a time; past it the one that was idle longest is closed, and no more jobs than this run at once.',
  })
  @Min(1)
  @Max(100_000)
  readonly maxSessions: number = 1000;

  @Setting({
    key: 'max_output_bytes',
    type: integer,
    unit: 'bytes',
    roles: ['worker'],
    description: 'Longest output of one command; a longer one fails.',
  })
  @Min(1024)
  @Max(500_000_000)
  readonly maxOutputBytes: number = 67_108_864;

  @Setting({
    key: 'ssh_algorithms',
    type: choice(),
    roles: ['worker'],
    description: 'Algorithms offered to devices; `legacy` adds weak ones that only old devices need.',
  })
  @IsIn(['modern', 'legacy'])
  readonly sshAlgorithms: SshAlgorithms = 'modern';

  @Setting({
    key: 'ssh_keepalive',
    type: duration,
    roles: ['worker'],
    description: 'Time between keepalives on an idle SSH connection; three without an answer end it. 0 sends none.',
  })
  @SecondsBetween(0, 3600)
  readonly sshKeepaliveMs: number = 30_000;

  @Setting({
    key: 'host_key_policy',
    type: choice(),
    roles: ['worker'],
    description:
      'Which keys of SSH servers are taken: `accept-new` keeps the first one of each and refuses any other later, `strict` takes only those made known before, `off` takes all.',
  })
  @IsIn(['accept-new', 'strict', 'off'])
  readonly hostKeyPolicy: HostKeyPolicy = 'accept-new';

  @Setting({
    key: 'weakest_host_key_policy',
    type: choice(),
    roles: ['worker'],
    description:
      'Weakest `host_key_policy` that `adapter_options` of a device or a request may ask for: with `strict` nobody can weaken what the settings say; `off` lets all ask for any.',
  })
  @IsIn(['accept-new', 'strict', 'off'])
  readonly weakestHostKeyPolicy: HostKeyPolicy = 'off';

  @Setting({
    key: 'known_hosts_file',
    type: path,
    roles: ['worker'],
    description:
      'File in the form of OpenSSH (`known_hosts`) whose keys go before those Tom has seen; it is read again when it changes.',
  })
  readonly knownHostsFile?: string;

  @Setting({
    key: 'ssh_config_dir',
    type: path,
    roles: ['worker'],
    description:
      'Directory of the files in the form of OpenSSH (`ssh_config`) that `ssh_config_file` of devices may name; without it none is read.',
  })
  readonly sshConfigDir?: string;

  @Setting({
    key: 'mask_secrets',
    type: choice(),
    roles: ['worker'],
    description:
      'Where secrets in the output of devices (passwords, keys, SNMP communities) are replaced by `<masked>`: `off` nowhere, `cache` in what is kept in the cache, `always` in every output.',
  })
  @IsIn(['off', 'cache', 'always'])
  readonly maskSecrets: SecretMasking = 'off';

  @Setting({
    key: 'platform_dir',
    type: path,
    roles: BOTH_ROLES,
    description: 'Directory of your own platform definitions, added to the built-in ones.',
  })
  readonly platformDir?: string;
}
