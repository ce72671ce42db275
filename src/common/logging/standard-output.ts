import { pino, type DestinationStream } from 'pino';

/** Past this many characters nothing waits for the end of the turn. */
const MOST_WAITING = 64 * 1024;

let output: DestinationStream | undefined;

/**
 * Standard output, where the lines of one turn of the event loop go together: a write for each costs a busy process more than
 * making the line. What is left is written when the process exits.
 */
export function standardOutput(): DestinationStream {
  output ??= open();
  return output;
}

function open(): DestinationStream {
  const stdout = pino.destination({ dest: 1, sync: true });
  let waiting = '';
  const flush = (): void => {
    if (waiting !== '') stdout.write(waiting);
    waiting = '';
  };
  process.on('exit', flush);
  return {
    write: (line) => {
      if (waiting === '') setImmediate(flush);
      waiting += line;
      if (waiting.length > MOST_WAITING) flush();
    },
  };
}
