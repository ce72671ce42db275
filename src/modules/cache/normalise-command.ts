/** From here on blanks may matter: within quotes, and in patterns behind a pipe. */
const LITERAL_PART = /["'`|\\].*$/s;

/** The command without blanks that make no difference: outer ones, and all but one between its first words. */
export function normaliseCommand(command: string): string {
  const trimmed = command.trim();
  const literal = LITERAL_PART.exec(trimmed)?.[0] ?? '';
  return trimmed.slice(0, trimmed.length - literal.length).replace(/\s+/g, ' ') + literal;
}
