import type { TomError } from '../../../common/tom-error.js';
import type { CliOutcome } from '../cli/cli.types.js';
import {
  EnableSecretMissingError,
  EnableSecretRejectedError,
  PrivilegeRefusedError,
  PrivilegeTimeoutError,
} from '../devices.errors.js';
import type { PlatformEnable } from '../platforms/platform.types.js';
import { commandError, seconds, shown, type OutcomeFacts } from './outcome-errors.js';

export interface FailedRaise {
  readonly enable: PlatformEnable;
  readonly outcome: CliOutcome;
  readonly username: string;
  /** Where the secret comes from. */
  readonly source: string;
  readonly hasSecret: boolean;
  readonly facts: OutcomeFacts;
}

/** Raising the rights came to anything but a prompt of the level that was wanted. */
export function privilegeError({ enable, outcome, username, source, hasSecret, facts }: FailedRaise): TomError {
  const what = `${shown(enable.command)} on ${facts.address}`;
  const rejected = `${what} does not take the enable secret of ${source}; it was tried once`;
  if (outcome.kind === 'asked' && enable.password.test(outcome.question)) {
    return hasSecret
      ? new EnableSecretRejectedError(rejected)
      : new EnableSecretMissingError(
          `${what} asks for a secret (${shown(outcome.question)}), and ${source} has none: add the enable secret to ` +
            `the credential, or give "secret" with the request`,
        );
  }
  if (outcome.kind === 'timed_out') {
    return new PrivilegeTimeoutError(
      `${what} did not raise the rights within ${seconds(facts.elapsedMs)}; the last line was ${shown(outcome.lastLine)}; ` +
        "check the device's AAA servers, or raise privilege_timeout",
      { stage: 'privilege', partialOutput: outcome.partialOutput },
    );
  }
  if (outcome.kind !== 'replied') return commandError(outcome, enable.command, facts, 'privilege');
  const lines = outcome.output.split('\n').filter((line) => line.trim() !== '');
  const others = lines.filter((line) => !enable.password.test(line));
  const words = others.length === 0 ? '' : `; the device said ${shown(others.join(' '))}`;
  return others.length < lines.length
    ? new EnableSecretRejectedError(rejected + words)
    : new PrivilegeRefusedError(`${what} did not raise the rights of user "${username}"${words}`);
}
