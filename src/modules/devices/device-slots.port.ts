/** A device, as far as its sessions are counted: by host and port. */
export interface SlotDevice {
  readonly host: string;
  readonly port: number;
}

export interface SlotOptions {
  /** Sessions the device may have at a time, over all workers. */
  readonly maxSessions: number;
  /** How long to wait for other workers at most, in milliseconds. */
  readonly maxWaitMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** Shares the sessions that a device may have out among the workers. Lives in worker processes alone. */
export abstract class DeviceSlots {
  /**
   * Takes one of the device's sessions for a job; the function it gives gives it back, once. Waits only where other workers
   * have all of them, which happens while a device moves from one to another. Rejects with `DeviceTakenError` when the wait is over, with
   * the signal's reason when that is aborted, with `StateUnavailableError` when the shared store is away.
   */
  abstract take(device: SlotDevice, options: SlotOptions): Promise<() => void>;
}
