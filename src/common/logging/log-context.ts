import { AsyncLocalStorage } from 'node:async_hooks';

/** What log lines belong to. */
export interface LogContext {
  readonly jobId?: string;
  readonly requestId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work`; each line that is logged on its behalf carries the context. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of whatever runs now. */
export function currentLogContext(): LogContext | undefined {
  return storage.getStore();
}
