import type { Socket } from 'node:net';

type Schedule = (callback: () => void) => unknown;

const inThisPhase: Schedule = (callback) => process.nextTick(callback);

/**
 * Lets what is written to a socket within one turn of the event loop leave together: SSH writes each of its packets by itself, and the
 * client of Redis each command; a system call costs more than either.
 * @param atEnd calls back at the end of such a turn
 */
export function joinWrites(socket: Socket, atEnd = inThisPhase): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    socket.uncork();
  };
  socket.write = (...args: unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      socket.cork();
      atEnd(uncork);
    }
    return write(...args);
  };
}
