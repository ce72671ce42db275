import { TomError, type ErrorKind, type JobStage, type TomErrorOptions } from '../../common/tom-error.js';

/** No platform has the driver name that an inventory or a request gives. */
export class UnknownDriverError extends TomError {
  readonly kind = 'driver';
  override readonly stage: JobStage = 'resolve';
}

/** The platform was to be detected, and nothing the device says tells it, or more than one fits. */
export class PlatformNotDetectedError extends TomError {
  readonly kind = 'driver';
  override readonly stage: JobStage = 'resolve';
}

/** A platform definition has a fault; the message names the file and every fault in it. */
export class PlatformDefinitionError extends TomError {
  readonly kind = 'settings';
}

/** An option of the device has a value that cannot be used. */
export class DeviceOptionError extends TomError {
  readonly kind = 'driver';
  override readonly stage: JobStage = 'resolve';
}

/** Other workers have all sessions that the device may have. */
export class DeviceTakenError extends TomError {
  readonly kind = 'gating';
}

/** A jump host on the way to the device could not be reached, lets the user not in, or forwards nothing. The device was not reached. */
export class JumpHostError extends TomError {
  readonly kind: ErrorKind;
  override readonly stage: JobStage;

  /** @param error what failed at the jump host; else it forwards nothing */
  constructor(message: string, error?: TomError) {
    super(message, { cause: error, details: error?.details });
    this.kind = error?.kind ?? 'network';
    this.stage = error?.stage ?? 'connect';
  }
}

/** The name server does not know the host. */
export class HostNotFoundError extends TomError {
  readonly kind = 'network';
  override readonly stage: JobStage = 'connect';
}

/** The host refuses TCP connections at the port. */
export class ConnectionRefusedError extends TomError {
  readonly kind = 'network';
  override readonly stage: JobStage = 'connect';
}

/** There is no route to the host. */
export class HostUnreachableError extends TomError {
  readonly kind = 'network';
  override readonly stage: JobStage = 'connect';
}

/** The host did not answer the TCP connection in time. */
export class ConnectTimeoutError extends TomError {
  readonly kind = 'timeout';
  override readonly stage: JobStage = 'connect';
}

/** Host and Tom have no algorithm in common; `details.offered` holds what the host offered, where known. */
export class KeyExchangeError extends TomError {
  readonly kind = 'driver';
  override readonly stage: JobStage = 'key_exchange';
}

/** The host is connected but does not finish the SSH handshake in time. */
export class HandshakeTimeoutError extends TomError {
  readonly kind = 'timeout';
  override readonly stage: JobStage = 'key_exchange';
}

/** The device does not take user name and password. */
export class AuthenticationFailedError extends TomError {
  readonly kind = 'auth';
  override readonly stage: JobStage = 'authenticate';
}

/** The private key or the agent of a credential cannot be used; nothing was sent to the device. */
export class UnusableKeyError extends TomError {
  readonly kind = 'credential';
  override readonly stage: JobStage = 'authenticate';
}

/** The device says that the account is locked or disabled. */
export class AccountLockedError extends TomError {
  readonly kind = 'auth';
  override readonly stage: JobStage = 'authenticate';
}

/** The device says at log-in that no more sessions are free. */
export class TooManySessionsError extends TomError {
  readonly kind = 'network';
  override readonly stage: JobStage = 'authenticate';
}

/** The device wants a new password before it lets anyone in. */
export class PasswordChangeRequiredError extends TomError {
  readonly kind = 'auth';
  override readonly stage: JobStage = 'authenticate';
}

/** The device asks something during log-in that Tom has no answer for, such as a one-time code. */
export class LoginQuestionError extends TomError {
  readonly kind = 'auth';
  override readonly stage: JobStage = 'authenticate';
}

/** The device does not answer the log-in in time. */
export class AuthenticationTimeoutError extends TomError {
  readonly kind = 'timeout';
  override readonly stage: JobStage = 'authenticate';
}

/** The device lets the user in but opens no shell, for instance because it has too many sessions. */
export class SessionRefusedError extends TomError {
  readonly kind = 'network';
  override readonly stage: JobStage = 'prompt';
}

/** The device shows no prompt in time that its platform knows; the message shows the last line. */
export class PromptNotFoundError extends TomError {
  readonly kind = 'timeout';
  override readonly stage: JobStage = 'prompt';
}

export interface ConversationErrorOptions extends TomErrorOptions {
  readonly stage?: JobStage;
  /** Last part of the text that had come, at most `PARTIAL_OUTPUT_LIMIT` characters. */
  readonly partialOutput?: string;
}

/** An error in the middle of a command. What the device had said so far stays with it and is never serialised. */
abstract class ConversationError extends TomError {
  override readonly stage: JobStage;
  readonly partialOutput: string;

  constructor(message: string, options: ConversationErrorOptions = {}) {
    super(message, options);
    this.stage = options.stage ?? 'command';
    this.partialOutput = options.partialOutput ?? '';
  }
}

/** The connection ended before the device had answered. */
export class ConnectionLostError extends ConversationError {
  readonly kind = 'network';
}

/** The prompt did not come back in time, or no byte came for too long. */
export class CommandTimeoutError extends ConversationError {
  readonly kind = 'timeout';
}

/** The device asks something in the middle of a command, and nobody said what to answer. */
export class DeviceQuestionError extends ConversationError {
  readonly kind = 'device';
}

/** A command's output is longer than `max_output_bytes`. The session can still be used. */
export class OutputTooLargeError extends ConversationError {
  readonly kind = 'device';
}

/** The device went on talking after the prompt of an earlier command. */
export class UnexpectedOutputError extends ConversationError {
  readonly kind = 'device';
}

/** A command holds a line break or another control character. Nothing was sent. */
export class UnsendableCommandError extends TomError {
  readonly kind = 'driver';
  override readonly stage: JobStage = 'command';
}

/** The pattern to wait for takes too long to be looked for in what the device shows. */
export class SlowPatternError extends ConversationError {
  readonly kind = 'driver';
}

/** The caller gave the work up. */
export class SessionAbortedError extends ConversationError {
  readonly kind = 'aborted';
}

/** The device asks for an enable secret, and the credential has none. */
export class EnableSecretMissingError extends TomError {
  readonly kind = 'credential';
  override readonly stage: JobStage = 'privilege';
}

/** The device does not take the enable secret. It was given once, as attempts may count against the account. */
export class EnableSecretRejectedError extends TomError {
  readonly kind = 'auth';
  override readonly stage: JobStage = 'privilege';
}

/** The device does not raise the privilege, whatever the secret. */
export class PrivilegeRefusedError extends TomError {
  readonly kind = 'device';
  override readonly stage: JobStage = 'privilege';
}

/** The device did not answer in time when the rights of a session were to be raised. */
export class PrivilegeTimeoutError extends ConversationError {
  readonly kind = 'timeout';
}

/** The platform takes no configuration at its command line. */
export class ConfigurationNotSupportedError extends TomError {
  readonly kind = 'driver';
  override readonly stage: JobStage = 'config';
}

/** The device does not open its configuration mode, for instance because another user has locked it. Nothing was sent. */
export class ConfigurationRefusedError extends TomError {
  readonly kind = 'device';
  override readonly stage: JobStage = 'config';
}

/** Configuration may have reached the device, and nobody knows what became of it: look at the device before you go on. */
export class OutcomeUnknownError extends ConversationError {
  readonly kind = 'unknown_outcome';
}
