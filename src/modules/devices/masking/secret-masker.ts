/** What stands in place of a secret. */
export const MASK = '<masked>';

/** Lines without one of these words hold nothing that is masked: most are passed over quickly. */
const HINT =
  /pass|secret|key|communit|psk|hash|auth|cipher|snmp|\$\w|encrypt|pw|enc |mschap|md5|mgmt-?user|masterip|localip|account |%[\^@#]|:\/\//i;
const KEY_START = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/;
const KEY_END = /-----END [A-Z ]{0,30}PRIVATE KEY-----/;

/** Masks the secrets in texts of one platform, line by line. */
export class SecretMasker {
  /** @param patterns each with a group `secret`, and the flags `d` and `g` */
  constructor(private readonly patterns: readonly RegExp[]) {}

  /** The text with its secrets masked. Masking it again changes nothing. */
  text(text: string): string {
    const mask = this.lines();
    return text.split('\n').map(mask).join('\n');
  }

  /** Masks a text that comes in pieces; what it gives back ends with a whole line, `end` gives the rest. */
  stream(): { readonly push: (piece: string) => string; readonly end: () => string } {
    const mask = this.lines();
    let rest = '';
    return {
      push: (piece) => {
        const lines = (rest + piece).split('\n');
        rest = lines.pop() ?? '';
        return lines.map((line) => `${mask(line)}\n`).join('');
      },
      end: () => {
        const last = rest;
        rest = '';
        return mask(last);
      },
    };
  }

  /** Masks one line after the other: a private key has several. */
  private lines(): (line: string) => string {
    let isInKey = false;
    return (line) => {
      if (isInKey) {
        isInKey = !KEY_END.test(line);
        return isInKey ? MASK : line;
      }
      isInKey = KEY_START.test(line) && !KEY_END.test(line);
      return isInKey || !HINT.test(line) ? line : this.line(line);
    };
  }

  private line(line: string): string {
    return this.patterns.reduce((text, pattern) => {
      let masked = '';
      let done = 0;
      for (const { indices } of text.matchAll(pattern)) {
        const [start, end] = indices?.groups?.secret ?? [0, 0];
        if (end === 0) continue;
        masked += text.slice(done, start) + MASK;
        done = end;
      }
      return masked + text.slice(done);
    }, line);
  }
}
