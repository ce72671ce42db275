import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from '../common/nearest-names.js';
import { errorMessage } from '../common/tom-error.js';
import { parseFaults, type LabFaults } from './lab-faults.js';
import { LabSettingsError } from './lab.errors.js';

/** What `npm run lab` was asked for. */
export interface LabArguments {
  readonly isHelpWanted: boolean;
  readonly deviceCount: number;
  /** Given to the devices in turn. */
  readonly platforms: readonly string[];
  /** Port of the first device; each further one takes the next. 0 = any free ones. */
  readonly basePort: number;
  readonly username: string;
  readonly password: string;
  readonly enableSecret?: string;
  readonly transport: 'ssh' | 'telnet';
  /** Whether Telnet asks for a password alone. */
  readonly isPasswordOnly: boolean;
  readonly faults: LabFaults;
  readonly bigOutputBytes?: number;
  /** Inventory file to write. */
  readonly inventoryFile?: string;
  readonly devicesDirectory?: string;
}

const OPTIONS = {
  devices: { type: 'string', default: '1' },
  platform: { type: 'string', multiple: true, default: ['cisco_ios'] },
  'base-port': { type: 'string', default: '2200' },
  host: { type: 'string', default: '127.0.0.1' },
  username: { type: 'string', default: 'lab' },
  password: { type: 'string', default: 'lab' },
  'enable-secret': { type: 'string' },
  telnet: { type: 'boolean', default: false },
  'password-only': { type: 'boolean', default: false },
  fault: { type: 'string', multiple: true, default: [] },
  'big-output': { type: 'string' },
  inventory: { type: 'string' },
  'devices-dir': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsConfig['options'];

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '::1'];
const MAX_DEVICES = 1000;
const MAX_PORT = 65_535;

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    const [, unknown] = /^Unknown option '--([^'=]+)/.exec(errorMessage(error)) ?? [];
    if (unknown === undefined) throw new LabSettingsError(errorMessage(error), { cause: error });
    const hint = didYouMean(unknown, Object.keys(OPTIONS)) || '; --help lists the options';
    throw new LabSettingsError(`option --${unknown} is unknown${hint}`, { cause: error });
  }
}

function wholeNumber(text: string, option: string, { min, max }: { min: number; max: number }): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new LabSettingsError(`--${option} must be a whole number from ${min} to ${max}, but is "${text}"`);
}

/**
 * Reads the arguments of `npm run lab`.
 * @throws LabSettingsError for an argument that is unknown or does not fit
 */
export function parseLabArguments(args: readonly string[]): LabArguments {
  const values = parseOptions(args);
  if (!LOOPBACK_NAMES.includes(values.host)) {
    throw new LabSettingsError(
      `--host ${values.host} is refused: the lab listens on the loopback address 127.0.0.1 alone`,
    );
  }
  const deviceCount = wholeNumber(values.devices, 'devices', { min: 1, max: MAX_DEVICES });
  const basePort = wholeNumber(values['base-port'], 'base-port', { min: 0, max: MAX_PORT - deviceCount + 1 });
  const bigOutput = values['big-output'];
  return {
    isHelpWanted: values.help,
    deviceCount,
    platforms: values.platform,
    basePort,
    username: values.username,
    password: values.password,
    enableSecret: values['enable-secret'],
    transport: values.telnet ? 'telnet' : 'ssh',
    isPasswordOnly: values['password-only'],
    faults: parseFaults(values.fault),
    bigOutputBytes:
      bigOutput === undefined ? undefined : wholeNumber(bigOutput, 'big-output', { min: 0, max: 2 ** 30 }),
    inventoryFile: values.inventory,
    devicesDirectory: values['devices-dir'],
  };
}

/** The text of `--help`. */
export function labHelp(
  platforms: readonly { readonly name: string; readonly about: string }[],
  faults: readonly string[],
): string {
  return `Simulated network devices with SSH or Telnet, on the loopback address.

  npm run lab -- --devices 20 --platform cisco_ios

Options
  --devices N            how many devices (1)
  --platform NAME        platform of the devices; give it again to mix several (cisco_ios)
  --base-port PORT       port of the first device, each further one takes the next; 0 = free ones (2200)
  --username, --password log-in of every device (lab, lab)
  --enable-secret TEXT   secret for the privileged mode; without it a log-in lands there at once
  --telnet               the devices speak Telnet instead of SSH
  --password-only        a log-in over Telnet asks for the password alone
  --fault NAME=VALUE     a fault of every device; give it again for several
  --big-output BYTES     size of the output of "show tech-support" and its like (1048576)
  --inventory FILE       write an inventory for Tom to FILE, and creds.yml beside it
  --devices-dir DIR      directory with platforms of your own
  --host HOST            127.0.0.1, nothing else
  --help                 this text

Platforms
${platforms.map(({ name, about }) => `  ${name.padEnd(22)} ${about}`).join('\n')}

Faults
  ${faults.join(', ')}

See docs/lab.md for the faults' values and for platforms of your own.
`;
}
