import {
  InventoryProvider,
  InventoryUnavailableError,
  defineInventory,
  deviceItem,
  setting,
  type InventoryItem,
  type Secret,
} from 'tom-broker/plugin-api';

/** A host as the CMDB has it. */
interface CmdbHost {
  readonly hostname: string;
  readonly mgmt_ip: string;
  readonly os: string;
  readonly site: string;
}

interface CmdbAnswer {
  readonly hosts: readonly CmdbHost[];
  /** Where the next page is; `null` at the end. */
  readonly next: string | null;
}

interface CmdbOptions {
  readonly url: string;
  readonly token: Secret;
  readonly timeout: number;
  readonly credential: string;
}

/** Devices from a CMDB that answers in JSON: `GET /hosts`, page by page, and `GET /hosts?name=`. */
export class CmdbInventoryProvider extends InventoryProvider {
  override readonly identity: string;
  override readonly fields = { hostname: 'Name', mgmt_ip: 'Address', os: 'Operating system', site: 'Site' };

  constructor(private readonly options: CmdbOptions) {
    super();
    this.identity = options.url;
  }

  override async *list(signal: AbortSignal): AsyncIterable<readonly InventoryItem[]> {
    let path: string | null = '/hosts';
    while (path !== null) {
      const page: CmdbAnswer = await this.ask(path, signal);
      yield page.hosts.map((host) => this.itemOf(host));
      path = page.next;
    }
  }

  override async find(name: string, signal: AbortSignal): Promise<InventoryItem | undefined> {
    const { hosts } = await this.ask(`/hosts?name=${encodeURIComponent(name)}`, signal);
    const host = hosts.find(({ hostname }) => hostname === name);
    return host === undefined ? undefined : this.itemOf(host);
  }

  private itemOf(host: CmdbHost): InventoryItem {
    const entry = {
      host: host.mgmt_ip,
      adapter: 'netmiko',
      adapter_driver: host.os,
      credential_id: this.options.credential,
    };
    return deviceItem(host.hostname, entry, { ...host });
  }

  private async ask(path: string, signal: AbortSignal): Promise<CmdbAnswer> {
    const { url, token, timeout } = this.options;
    try {
      const response = await fetch(url + path, {
        headers: { authorization: `Bearer ${token.reveal()}` },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return (await response.json()) as CmdbAnswer;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InventoryUnavailableError(`the CMDB at ${url} cannot be asked: ${reason}`, { cause: error });
    }
  }
}

/** Settings `plugin_cmdb_url`, `plugin_cmdb_token`, … */
export const cmdbInventory = defineInventory({
  settings: {
    url: setting.text({ description: 'Address of the CMDB.' }),
    token: setting.secret({ description: 'Token that may read hosts.' }),
    timeout: setting.duration({ description: 'Longest time of a request.', default: 10, minimum: 1, maximum: 60 }),
    credential: setting.text({ description: 'Log-in of all devices.', default: 'default' }),
  },
  create: (settings) => new CmdbInventoryProvider(settings),
});
