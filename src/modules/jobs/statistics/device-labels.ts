import type { SharedState } from '../../state/shared-state.port.js';
import { busyKey } from './statistics-keys.js';

/** Which devices have metrics of their own: `top` those with the most jobs of late, `on` all of them, `off` none. */
export type DeviceLabelMode = 'top' | 'on' | 'off';

export const MOST_LABELS = 100;
/** Stands for all devices without metrics of their own. */
export const OTHER_DEVICES = 'other';

/** How often the busiest devices are asked for: more often while there are few of them. */
const REFRESH_MS = 30_000;
const EARLY_REFRESH_MS = 1_000;

/** Chooses the `device` of metrics, so that their number does not grow with that of the devices. */
export class DeviceLabels {
  readonly #state: SharedState;
  readonly #mode: DeviceLabelMode;
  #busiest = new Set<string>();
  #refreshedAt = 0;

  constructor(state: SharedState, mode: DeviceLabelMode) {
    this.#state = state;
    this.#mode = mode;
  }

  /** The label of a device with a job that ends now. What has been counted under a label stays there. */
  labelOf(device: string): string {
    if (this.#mode === 'on') return device;
    if (this.#mode === 'off') return '';
    this.#refreshWhenDue();
    if (this.#busiest.size < MOST_LABELS) this.#busiest.add(device);
    return this.#busiest.has(device) ? device : OTHER_DEVICES;
  }

  #refreshWhenDue(): void {
    const everyMs = this.#busiest.size < MOST_LABELS ? EARLY_REFRESH_MS : REFRESH_MS;
    if (this.#refreshedAt + everyMs > Date.now()) return;
    this.#refreshedAt = Date.now();
    this.#readBusiest(this.#refreshedAt).then(
      (busiest) => (this.#busiest = busiest),
      // Without the store nothing is counted either.
      () => undefined,
    );
  }

  /** Those of the hour before, which every worker counts alike and for an hour; while they are few, those of this hour as well. */
  async #readBusiest(now: number): Promise<Set<string>> {
    const hours = [busyKey(now, 1), busyKey(now)];
    const rankings = await Promise.all(hours.map((key) => this.#state.ranking(key, MOST_LABELS)));
    return new Set([...new Set(rankings.flat().map(({ member }) => member))].slice(0, MOST_LABELS));
  }
}
