const MASK = '***';

/** Words after which a line of a device's language may carry a secret; also as part of a word with hyphens. */
const SECRET_WORD =
  /(^|[-_."'])(pass|passwd|passcode|password|passphrase|pw|secret|key|keystring|psk|community|token|md5|sha|sha1|sha256|sha512|hmac|cleartext|plaintext|ascii-text|credential|credentials|private)([-_."']|\d*$)/i;

/** What may stand between such a word and the secret: how it is encrypted. */
const TYPE_WORD = /^([0-9]{1,2}|encrypted|cipher|simple|hash|clear|text|plain)$/i;

/** What names no such word before its secret: communities of hosts, and keys of protocols. */
const SECRET_AFTER =
  /^(\s*(?:no\s+)?snmp-server\s+host\s+\S+|.{0,200}?\b(?:securityname|phash|(?:nhrp|standby|hsrp|vrrp|glbp)(?:\s+\d{1,4})?\s+authentication|authentication\s+text))\s.+/i;

/** Commands that only show something carry no secret, unless they filter what they show. */
const SHOWS = /^\s*(show|display|get)\s[^|]*$/i;

function maskLine(line: string): string {
  if (SHOWS.test(line)) return line;
  const [, before] = SECRET_AFTER.exec(line) ?? [];
  if (before !== undefined) return `${before} ${MASK}`;
  const parts = line.split(/(\s+|[=:])/);
  const at = parts.findIndex((part) => SECRET_WORD.test(part));
  if (at < 0) return line;
  const rest = parts.slice(at + 1);
  const secretAt = rest.findIndex((part) => !/^(\s*|[=:])$/.test(part) && !TYPE_WORD.test(part));
  if (secretAt < 0) return line;
  return [...parts.slice(0, at + 1), ...rest.slice(0, secretAt), MASK].join('');
}

/** The text with all that follows a word like `password` or `key` on its line taken out. It rather hides too much. */
export function maskSecrets(text: string): string {
  return text.includes('\n') ? text.split('\n').map(maskLine).join('\n') : maskLine(text);
}
