/** Words between a keyword and its secret that say how the secret is written down. */
const CODINGS =
  '(?:(?:\\d{1,2}a?|encrypted|encoded|hidden|clear(?:-?text)?|cipher(?:text)?|irreversible-cipher|plain(?:-?text)?|simple|hash|text|' +
  'ascii(?:-text)?|hex(?:adecimal)?|md5|hmac-\\w{3,8}|sha-?\\d{0,3}|password6?|ENC) ){0,3}';
/** In quotes or without. */
const SECRET = '["\']?(?<secret>(?<=")[^"\\n]{1,2000}(?=")|(?<=\')[^\'\\n]{1,2000}(?=\')|(?<!["\'])[^\\s"\';]{1,2000})';

/** The expression of a pattern for secrets: `{value}` in it stands for a secret, with what says how it is written down. */
export function secretPattern(pattern: string): string {
  return pattern.replaceAll('{value}', CODINGS + SECRET);
}
