import { errorMessage, type TomError } from '../../../common/tom-error.js';
import { findLoginRefusal } from '../cli/login-dialogue.js';
import {
  AccountLockedError,
  AuthenticationFailedError,
  AuthenticationTimeoutError,
  ConnectionLostError,
  HandshakeTimeoutError,
  KeyExchangeError,
  LoginQuestionError,
  PasswordChangeRequiredError,
  TooManySessionsError,
  UnusableKeyError,
} from '../devices.errors.js';
import type { LoginObstacle, LoginProof } from './ssh-login.js';
import type { ConnectRequest } from './transport.port.js';

/** How far a connection has come. */
export type SshPhase = 'key_exchange' | 'authenticate';

export interface SshFailureFacts {
  readonly request: ConnectRequest;
  readonly phase: SshPhase;
  /** Algorithms the host offers, by ssh2's name of their kind. */
  readonly offered: Readonly<Record<string, string>>;
  /** Log-in methods the host offers. */
  readonly methods: readonly string[];
  /** What of the log-in was shown to the device. */
  readonly tried: readonly LoginProof[];
  /** What the device said since. */
  readonly said: string;
}

function address({ host, port }: ConnectRequest): string {
  return `${host}:${port}`;
}

/** ssh2's error while a connection is being made, as one of ours. */
export function sshConnectError(error: unknown, facts: SshFailureFacts): TomError {
  const { request, phase } = facts;
  const text = errorMessage(error);
  const level = typeof error === 'object' && error !== null && 'level' in error ? error.level : undefined;
  if (/no matching/i.test(text)) return noCommonAlgorithm(text, facts);
  if (level === 'agent') return noAgent(request, error);
  if (level === 'client-authentication' || (phase === 'authenticate' && /too many auth/i.test(text))) {
    return rejected(facts, error);
  }
  return connectionLost(error, facts);
}

/** The device did not answer in time. */
export function sshTimeout({ request, phase }: SshFailureFacts): TomError {
  return phase === 'key_exchange'
    ? new HandshakeTimeoutError(
        `${address(request)} is connected but did not finish the SSH key exchange within ` +
          `${(request.handshakeTimeoutMs ?? request.connectTimeoutMs) / 1000} s; check that the port is an SSH port, or raise connect_timeout`,
      )
    : new AuthenticationTimeoutError(
        `${address(request)} did not answer the log-in of user "${request.credential.username}" within ` +
          `${request.loginTimeoutMs / 1000} s; check the device's AAA servers, or raise login_timeout`,
      );
}

/** The log-in was given up because the device asks for something else than a password. */
export function sshObstacle(obstacle: LoginObstacle, request: ConnectRequest): TomError {
  const user = `user "${request.credential.username}"`;
  return obstacle.kind === 'password_change'
    ? new PasswordChangeRequiredError(
        `${address(request)} requires a new password for ${user} (it asks "${obstacle.text}"); change it on the device`,
      )
    : new LoginQuestionError(
        `${address(request)} asks ${user} "${obstacle.text}" during log-in, which Tom cannot answer`,
      );
}

/** The connection ended while it was being made. */
export function connectionLost(error: unknown, { request, phase }: SshFailureFacts): TomError {
  const during = phase === 'key_exchange' ? 'the SSH key exchange' : 'log-in';
  const reason = error === undefined ? '' : `: ${errorMessage(error)}`;
  return new ConnectionLostError(`${address(request)} ended the connection during ${during}${reason}`, {
    cause: error,
    stage: phase,
  });
}

function noAgent({ credential }: ConnectRequest, cause: unknown): TomError {
  return new UnusableKeyError(
    `the SSH agent at ${credential.agentSocket} of credential "${credential.id}" does not answer (${errorMessage(cause)})`,
    { cause },
  );
}

const PROOF_NAMES: Readonly<Record<LoginProof, string>> = {
  key: 'the key',
  agent: 'the keys of the SSH agent',
  password: 'the password',
};

/** Methods of SSH by which a credential can log in. */
function waysOf({ credential }: ConnectRequest): string {
  const byKey = credential.privateKey !== undefined || credential.agentSocket !== undefined ? ['key'] : [];
  return [...byKey, ...(credential.password === undefined ? [] : ['password'])].join(' or ');
}

function rejected(facts: SshFailureFacts, cause: unknown): TomError {
  const { request, methods, tried, said } = facts;
  const user = `user "${request.credential.username}" (credential "${request.credential.id}")`;
  const options = { cause, details: { methods } };
  const refusal = findLoginRefusal(said, request.refusals ?? []);
  const words = refusal === undefined ? '' : `: "${refusal.line}"`;
  if (refusal?.reason === 'locked') {
    return new AccountLockedError(
      `${address(request)} has locked ${user}${words}; unlock the account on the device`,
      options,
    );
  }
  if (refusal?.reason === 'too_many_sessions') {
    return new TooManySessionsError(
      `${address(request)} has too many sessions open to let ${user} in${words}`,
      options,
    );
  }
  if (refusal?.reason === 'password_expired') {
    return new PasswordChangeRequiredError(
      `${address(request)} requires a new password for ${user}${words}; change it on the device`,
      options,
    );
  }
  const reason =
    tried.length > 0
      ? `rejects ${tried.map((proof) => PROOF_NAMES[proof]).join(' and ')} of`
      : `offers no log-in by ${waysOf(request)} (it offers ${methods.join(', ')}) to`;
  return new AuthenticationFailedError(`${address(request)} ${reason} ${user}${words}`, options);
}

function noCommonAlgorithm(text: string, { request, offered }: SshFailureFacts): TomError {
  const kind = /no matching (.*)$/i.exec(text)?.[1] ?? 'algorithm';
  const remote = Object.entries(offered).find(([name]) => isKind(name, kind))?.[1];
  const offer = remote === undefined ? '' : `; the device offers ${remote.replaceAll(',', ', ')}`;
  const remedy = request.algorithms === 'legacy' ? '' : '; ssh_algorithms: legacy allows old ones';
  return new KeyExchangeError(`${address(request)} and Tom have no ${kind} in common${offer}${remedy}`, {
    details: { offered },
  });
}

/** ssh2 calls the same thing `KEX method` in its trace and `key exchange algorithm` in its error. */
function isKind(traced: string, named: string): boolean {
  return traced === named || (traced === 'KEX method' && /key exchange/.test(named)) || traced.endsWith(named);
}
