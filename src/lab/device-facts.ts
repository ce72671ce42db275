const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const CLOCK_FACTS: Readonly<Record<string, (now: Date) => string>> = {
  time: (now) => now.toISOString().slice(11, 19),
  time_ms: (now) => now.toISOString().slice(11, 23),
  weekday: (now) => WEEKDAYS[now.getUTCDay()] ?? '',
  month: (now) => MONTHS[now.getUTCMonth()] ?? '',
  day: (now) => String(now.getUTCDate()),
  day_padded: (now) => String(now.getUTCDate()).padStart(2),
  year: (now) => String(now.getUTCFullYear()),
};

export interface DeviceIdentity {
  readonly name: string;
  /** Position in the lab, from 1; serial number and addresses follow from it. */
  readonly number: number;
  readonly username: string;
}

function macDigits(number: number): string {
  return `0242c0${(number * 256).toString(16).padStart(6, '0')}`;
}

function identityFacts({ name, number, username }: DeviceIdentity): Record<string, string> {
  const mac = macDigits(number);
  const subnet = `10.${Math.floor(number / 250) % 250}.${number % 250}`;
  return {
    name,
    number: String(number),
    username,
    serial: `TOM${String(24_000_000 + number)}`,
    address: `${subnet}.1`,
    prefix: `${subnet}.1/24`,
    network: `${subnet}.0/24`,
    broadcast: `${subnet}.255`,
    gateway: `${subnet}.254`,
    mac: mac.replace(/(.{4})(?=.)/g, '$1.'),
    mac_colons: mac.replace(/(.{2})(?=.)/g, '$1:'),
  };
}

/** The values of the placeholders that every text of a device may hold. */
export class DeviceFacts {
  /** Host name the device goes by now; a configuration line may change it. */
  hostname: string;
  readonly #fixed: ReadonlyMap<string, string>;

  /** @param extra values from the platform's description and from the user; they win over the computed ones */
  constructor(
    identity: DeviceIdentity,
    extra: Readonly<Record<string, unknown>>,
    private readonly now: () => Date,
  ) {
    this.hostname = identity.name;
    const entries = Object.entries({ ...identityFacts(identity), ...extra });
    this.#fixed = new Map(entries.map(([name, value]) => [name, String(value)]));
  }

  lookup(name: string): string | undefined {
    if (name === 'hostname') return this.hostname;
    return this.#fixed.get(name) ?? CLOCK_FACTS[name]?.(this.now());
  }

  /** Whether the value stays the same as long as the host name does. */
  isLasting(name: string): boolean {
    return name === 'hostname' || this.#fixed.has(name);
  }
}
