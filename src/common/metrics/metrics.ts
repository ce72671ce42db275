import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Upper bounds for what takes from a millisecond to minutes, in seconds. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** What a metric is. Names begin with `tom_`; durations are in seconds and their names say so. */
export interface MetricDescription<Label extends string> {
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  /** Labels with few values alone: each combination is a series that is kept for as long as the process lives. */
  readonly labels?: readonly Label[];
}

export interface HistogramDescription<Label extends string> extends MetricDescription<Label> {
  /** Upper bounds; those for durations when not given. */
  readonly buckets?: readonly number[];
}

export interface GaugeDescription<Label extends string> extends MetricDescription<Label> {
  /** Sets the gauge anew, right before it is read. */
  readonly collect?: (gauge: Gauge<Label>) => void | Promise<void>;
}

export interface CounterDescription<Label extends string> extends MetricDescription<Label> {
  /** Sets the counter anew, right before it is read: for what is counted elsewhere. */
  readonly collect?: (counter: Counter<Label>) => void | Promise<void>;
}

/** The metrics of this process, in the form Prometheus reads. A metric that is described again is the one that is there. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #known = new Map<string, unknown>();

  counter<Label extends string = never>({
    name,
    help,
    labels = [],
    collect,
  }: CounterDescription<Label>): Counter<Label> {
    const collecting = collect === undefined ? {} : { collect: collectWith(collect) };
    return this.#once(
      name,
      () => new Counter<Label>({ name, help, labelNames: labels, registers: [this.#registry], ...collecting }),
    );
  }

  gauge<Label extends string = never>({ name, help, labels = [], collect }: GaugeDescription<Label>): Gauge<Label> {
    const collecting = collect === undefined ? {} : { collect: collectWith(collect) };
    return this.#once(
      name,
      () => new Gauge<Label>({ name, help, labelNames: labels, registers: [this.#registry], ...collecting }),
    );
  }

  histogram<Label extends string = never>(description: HistogramDescription<Label>): Histogram<Label> {
    const { name, help, labels = [], buckets = DURATION_BUCKETS } = description;
    return this.#once(
      name,
      () => new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [this.#registry] }),
    );
  }

  /** The `Content-Type` of `text`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics in Prometheus' text format. */
  async text(): Promise<string> {
    return this.#registry.metrics();
  }

  #once<T>(name: string, create: () => T): T {
    const metric = (this.#known.get(name) as T | undefined) ?? create();
    this.#known.set(name, metric);
    return metric;
  }
}

/** prom-client hands the metric over as `this`. */
function collectWith<M>(collect: (metric: M) => void | Promise<void>) {
  return function (this: M): void | Promise<void> {
    return collect(this);
  };
}
