import type { Histogram } from 'prom-client';
import type { Metrics } from '../../../common/metrics/metrics.js';
import { Transport } from '../transport/transport.port.js';

/** A transport whose connections are measured. */
export class MeasuredTransport extends Transport {
  readonly #transport: Transport;
  readonly #connect: Histogram<'outcome'>;

  constructor(transport: Transport, metrics: Metrics) {
    super();
    this.#transport = transport;
    this.#connect = metrics.histogram({
      name: 'tom_connect_seconds',
      help: 'Connections to devices, with key exchange and authentication; those that failed as well.',
      labels: ['outcome'],
    });
  }

  async connect(...args: Parameters<Transport['connect']>): ReturnType<Transport['connect']> {
    const startedAt = performance.now();
    const observe = (outcome: string): void =>
      this.#connect.observe({ outcome }, (performance.now() - startedAt) / 1000);
    try {
      const connection = await this.#transport.connect(...args);
      observe('connected');
      return connection;
    } catch (error) {
      observe('failed');
      throw error;
    }
  }
}
