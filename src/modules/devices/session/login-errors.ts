import type { TomError } from '../../../common/tom-error.js';
import type { CliOutcome } from '../cli/cli.types.js';
import {
  AccountLockedError,
  AuthenticationFailedError,
  LoginQuestionError,
  PasswordChangeRequiredError,
  PromptNotFoundError,
  TooManySessionsError,
} from '../devices.errors.js';
import { seconds, shown, type OutcomeFacts } from './outcome-errors.js';

/** Texts by which a device asks for a new password instead of showing its prompt. */
const PASSWORD_CHANGE =
  /(?:new|old|current|retype|change|expired)[^\n]{0,40}password|password[^\n]{0,40}(?:expired|must be changed)/i;

export interface LoginFacts extends OutcomeFacts {
  readonly username: string;
  readonly credentialId: string;
}

/** Log-in came to anything but a prompt. */
export function loginError(outcome: CliOutcome, facts: LoginFacts): TomError {
  const { address, elapsedMs } = facts;
  if (outcome.kind === 'login_refused') return refused(outcome, facts);
  if (outcome.kind === 'asked') {
    return PASSWORD_CHANGE.test(outcome.question + outcome.partialOutput)
      ? new PasswordChangeRequiredError(
          `${address} requires a new password before it shows a prompt (it asks ${shown(outcome.question)}); ` +
            `change it on the device`,
        )
      : new LoginQuestionError(`${address} asks ${shown(outcome.question)} after log-in, which Tom cannot answer`);
  }
  const last = outcome.kind === 'timed_out' ? outcome.lastLine : '';
  return new PromptNotFoundError(
    `${address} showed no prompt that its driver knows within ${seconds(elapsedMs)}; the last line was ${shown(last)}: ` +
      `check adapter_driver`,
  );
}

function refused(
  { reason, text }: Extract<CliOutcome, { kind: 'login_refused' }>,
  { address, username, credentialId }: LoginFacts,
): TomError {
  const user = `user "${username}" (credential "${credentialId}")`;
  const words = text === '' ? '' : `: ${shown(text)}`;
  switch (reason) {
    case 'rejected':
      return new AuthenticationFailedError(`${address} rejects the password of ${user}${words}`);
    case 'locked':
      return new AccountLockedError(`${address} has locked ${user}${words}; unlock the account on the device`);
    case 'too_many_sessions':
      return new TooManySessionsError(`${address} has too many sessions open to let ${user} in${words}`);
    case 'password_expired':
      return new PasswordChangeRequiredError(
        `${address} requires a new password for ${user}${words}; change it on the device`,
      );
  }
}
