/** What may follow the grace for what is under way, in milliseconds: jobs are handed back, connections closed. */
export const AFTER_GRACE_MS = 30_000;

/**
 * Ends a process that was told to stop and does not come to its end: what it waits for may never come. Until the function it gives is
 * called, which is when the process can stop in good order, it goes on, and stops then.
 */
export function endInTime(graceMs: number): () => void {
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    received = signal;
    setTimeout(() => {
      process.stderr.write(`not ended within ${(graceMs + AFTER_GRACE_MS) / 1000} s of the signal: ending at once\n`);
      process.exit(1);
    }, graceMs + AFTER_GRACE_MS).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, onSignal);
  return () => {
    if (received !== undefined) process.kill(process.pid, received);
  };
}
