import type { DestinationStream } from 'pino';
import pretty from 'pino-pretty';

/** A stream that turns JSON lines into lines for a person. */
export function pinoPretty(destination: DestinationStream | undefined): DestinationStream {
  return pretty({
    colorize: destination === undefined && process.stdout.isTTY,
    ignore: 'pid,context',
    messageFormat: '[{context}] {msg}',
    translateTime: 'SYS:HH:MM:ss.l',
    ...(destination === undefined ? {} : { destination }),
    sync: true,
  });
}
