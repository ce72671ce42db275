/** First words of commands that show something and change nothing, on the platforms there are. */
const READING_WORDS = new Set(['show', 'sho', 'display', 'dis', 'disp', 'get', 'info', 'list']);
/** What sends an output somewhere else. */
const WRITES_OUTPUT = /\|\s*(redirect|append|tee|save)\b|>/i;

/** Whether a command can be told to read only, by its words. */
export function readsOnly(command: string): boolean {
  const [first = ''] = command.trim().split(/\s/, 1);
  return READING_WORDS.has(first.toLowerCase()) && !WRITES_OUTPUT.test(command);
}
