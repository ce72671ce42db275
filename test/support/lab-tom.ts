import type { LabDeviceOptions } from '../../src/lab/lab-device.js';
import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from './embedded-tom.js';
import { eventually } from './eventually.js';
import type { TestCredential, TestDevice } from './tom-files.js';

/** The log-in of all devices, stored as `lab`. */
export const LAB_LOGIN = { username: 'admin', password: 'pl4nted-st0red' };

type NamedDevice = LabDeviceOptions & { readonly name: string };

interface LabTomOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, TestCredential>>;
  /** Further entries of the inventory. */
  readonly entries?: (portOf: (name: string) => number) => Readonly<Record<string, TestDevice>>;
}

/** Devices of the lab, and a Tom in the same process whose inventory they are, each with the driver of its platform. */
export class LabTom {
  private constructor(
    readonly lab: Lab,
    readonly tom: EmbeddedTom,
  ) {}

  static async start(devices: readonly NamedDevice[], options: LabTomOptions = {}): Promise<LabTom> {
    const lab = await Lab.start({ devices: devices.map((device) => ({ ...LAB_LOGIN, ...device })) });
    const portOf = (name: string): number => lab.device(name).port;
    const own = devices.map(({ name, platform }) => [name, { port: portOf(name), adapter_driver: platform }] as const);
    const { settings, credentials, entries = () => ({}) } = options;
    const tom = await EmbeddedTom.start({
      devices: { ...Object.fromEntries(own), ...entries(portOf) },
      credentials: { lab: LAB_LOGIN, ...credentials },
      settings,
    });
    return new LabTom(lab, tom);
  }

  /** Queues a command and gives the job's id. */
  async queue(device: string, command: string): Promise<string> {
    const { json } = await this.tom.client.post(`/api/device/${device}/send_command`, { command, timeout: 600 });
    return json.job_id;
  }

  async whenStatus(id: string, status: string): Promise<void> {
    await eventually(async () => (await this.tom.client.get(`/api/job/${id}`)).json.status === status);
  }

  async stop(): Promise<void> {
    await this.tom.stop();
    await this.lab.stop();
  }
}
