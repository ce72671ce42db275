import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { errorMessage } from '../../../common/tom-error.js';
import type { SharedState } from '../../state/shared-state.port.js';
import { eventChannel, FOLLOW_CHANNEL, type FollowMessage, type FollowedMessage } from '../job-event.types.js';
import type { DeviceGate } from './device-gate.js';
import { OutputFeed } from './output-feed.js';

/** A follower that does not say so again within this time is gone; what it may come back for is kept as long. */
const FOLLOWED_MS = 15_000;
/** How often a worker without Redis tries to hear of followers. */
const LISTEN_AGAIN_MS = 5_000;

/** Tells the followers of jobs what becomes of them. Costs a job that nobody follows nothing. */
export class JobFeed implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Jobs');
  readonly #state: SharedState;
  readonly #gate: DeviceGate;
  readonly #followed = new Map<string, { readonly output: OutputFeed; timer: NodeJS.Timeout }>();
  #unsubscribe: (() => Promise<void>) | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(state: SharedState, gate: DeviceGate) {
    this.#state = state;
    this.#gate = gate;
  }

  async onModuleInit(): Promise<void> {
    try {
      this.#unsubscribe = await this.#state.subscribe(FOLLOW_CHANNEL, (message) => this.#onFollow(message));
    } catch {
      this.#retry = setTimeout(() => void this.onModuleInit(), LISTEN_AGAIN_MS).unref();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.#retry);
    for (const { timer } of this.#followed.values()) clearTimeout(timer);
    await this.#unsubscribe?.().catch((error: unknown) => this.#logger.debug(errorMessage(error)));
  }

  /** The job's state changes. */
  changed(id: string): void {
    if (this.#followed.has(id)) void this.#publish(id, { type: 'changed' });
  }

  /** Text of the device. Returns at once, and keeps no more than it can send. */
  output(id: string, command: string, text: string): void {
    this.#followed.get(id)?.output.add(command, text);
  }

  /** Sends what was kept to be sent together. */
  async flush(id: string): Promise<void> {
    await this.#followed.get(id)?.output.flush();
  }

  #onFollow(message: string): void {
    const { id, device, after } = JSON.parse(message) as FollowMessage;
    const known = this.#followed.get(id);
    clearTimeout(known?.timer);
    const output = known?.output ?? new OutputFeed((event) => this.#publish(id, event));
    const timer = setTimeout(() => this.#followed.delete(id), FOLLOWED_MS).unref();
    this.#followed.set(id, { output, timer });
    if (after !== undefined && output.repeat(after)) void this.#publish(id, { type: 'repeated', after });
    const ahead = this.#gate.ahead(device, id);
    if (ahead !== undefined) void this.#publish(id, { type: 'position', ahead });
  }

  /** Resolves also when the store is away: nobody hears it then. */
  async #publish(id: string, message: FollowedMessage): Promise<void> {
    await this.#state.publish(eventChannel(id), JSON.stringify(message)).catch(() => undefined);
  }
}
