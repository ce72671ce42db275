import type { Credential } from './credential.types.js';

/** A credential with secrets of its own. */
export function copyCredential(credential: Credential): Credential {
  const { password, privateKey, enableSecret, answers } = credential;
  return {
    ...credential,
    ...(password === undefined ? {} : { password: password.copy() }),
    ...(enableSecret === undefined ? {} : { enableSecret: enableSecret.copy() }),
    ...(privateKey === undefined
      ? {}
      : { privateKey: { ...privateKey, key: privateKey.key.copy(), passphrase: privateKey.passphrase?.copy() } }),
    ...(answers === undefined
      ? {}
      : { answers: answers.map(({ question, answer }) => ({ question, answer: answer.copy() })) }),
  };
}

/** Overwrites every secret of a credential. */
export function eraseCredential({ password, privateKey, enableSecret, answers = [] }: Credential): void {
  const secrets = [password, enableSecret, privateKey?.key, privateKey?.passphrase];
  for (const secret of [...secrets, ...answers.map(({ answer }) => answer)]) secret?.erase();
}
