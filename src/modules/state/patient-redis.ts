import { Redis } from 'ioredis';

/** A connection that outlives outages, also when Bull closes it and opens it again, which is how it pauses a queue. */
export class PatientRedis extends Redis {
  /** ioredis remembers that it was closed on purpose where there was nothing to close, and would give up at the next outage. */
  override connect(...args: Parameters<Redis['connect']>): Promise<void> {
    Object.assign(this, { manuallyClosing: false });
    return super.connect(...args);
  }

  /** Each of many commands that a node sends elsewhere asks for it. */
  override disconnect(reconnect = false): void {
    const isUnderway = reconnect && this.stream.writableEnded;
    if (!isUnderway) super.disconnect(reconnect);
  }
}
