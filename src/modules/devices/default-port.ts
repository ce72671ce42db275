const SSH_PORT = 22;
const TELNET_PORT = 23;

/** Whether `adapter_options` of a device ask for Telnet, whatever its driver's name: scrapli's `transport`. */
export function asksForTelnet(options: Readonly<Record<string, unknown>>): boolean {
  return options.transport === 'telnet' || options.transport === 'asynctelnet';
}

/** The port of a device whose port is not given. */
export function defaultPort(driver: string, options: Readonly<Record<string, unknown>> = {}): number {
  return /_telnet$/i.test(driver) || asksForTelnet(options) ? TELNET_PORT : SSH_PORT;
}
