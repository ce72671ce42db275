import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from '../common/nearest-names.js';
import { Secret } from '../common/secret.js';
import { errorMessage } from '../common/tom-error.js';
import type { DeviceTarget } from '../modules/devices/device-sessions.port.js';
import { ToolUsageError } from './device-tools.errors.js';
import type { ToolTerminal } from './tool-terminal.js';

/** Options of every tool that talks to a device. */
export const DEVICE_OPTIONS = {
  user: { type: 'string' },
  port: { type: 'string' },
  'password-env': { type: 'string' },
  legacy: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '60' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

export const DEVICE_OPTIONS_HELP = `  --user NAME           who logs in (you)
  --port PORT           22, or 23 for a driver that ends in _telnet
  --password-env NAME   environment variable with the password; without it the password is asked for, or read from the input
  --legacy              offer the weak SSH algorithms that old devices need
  --timeout SECONDS     how long it may take (60)
  --json                print the result as JSON
  --help                this text`;

const SSH_PORT = 22;
const TELNET_PORT = 23;
const MAX_PORT = 65_535;
const MAX_TIMEOUT_SECONDS = 86_400;

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options that say who logs in. */
export interface LoginValues {
  readonly user?: string;
  readonly 'password-env'?: string;
}

/** Options that say how the device is reached. */
export interface TargetValues {
  readonly port?: string;
  readonly legacy: boolean;
}

/** `parseArgs`, with the nearest name for an option that is unknown. Throws `ToolUsageError`. */
export function readArguments<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [, unknown] = /^Unknown option '--?([^'=]+)/.exec(errorMessage(error)) ?? [];
    if (unknown === undefined) throw new ToolUsageError(errorMessage(error), { cause: error });
    throw new ToolUsageError(`option --${unknown} is unknown${didYouMean(unknown, Object.keys(options))}`);
  }
}

/** A number an option gives. Throws `ToolUsageError`. */
export function numberOption(option: string, text: string, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= 1 && value <= max) return value;
  throw new ToolUsageError(`--${option} must be a whole number from 1 to ${max}, but is "${text}"`);
}

export function timeoutMs(text: string): number {
  return numberOption('timeout', text, MAX_TIMEOUT_SECONDS) * 1000;
}

/** The device a command line names. Throws `ToolUsageError`. */
export function deviceTarget(host: string, driver: string, { port, legacy }: TargetValues): DeviceTarget {
  const usualPort = /_telnet$/i.test(driver) ? TELNET_PORT : SSH_PORT;
  return {
    host,
    port: port === undefined ? usualPort : numberOption('port', port, MAX_PORT),
    driver,
    options: legacy ? { ssh_algorithms: 'legacy' } : {},
  };
}

/** Who logs in, with the password from where the command line says. Rejects with `ToolUsageError`. */
export async function askForLogin(
  { user, 'password-env': variable }: LoginValues,
  { host }: DeviceTarget,
  terminal: ToolTerminal,
): Promise<{ username: string; password: Secret }> {
  const username = user ?? terminal.username;
  const question = `Password of ${username} on ${host}: `;
  const password =
    variable === undefined
      ? await terminal.askSecret(question)
      : secretOfEnvironment('password-env', variable, terminal);
  if (password !== undefined) return { username, password };
  throw new ToolUsageError('no password was given: type it at a terminal, pipe it in, or use --password-env');
}

/** The secret in an environment variable that an option names. Throws `ToolUsageError`. */
export function secretOfEnvironment(option: string, variable: string, { environment }: ToolTerminal): Secret {
  const value = environment[variable];
  if (value === undefined) throw new ToolUsageError(`--${option}: there is no environment variable "${variable}"`);
  return new Secret(value);
}
