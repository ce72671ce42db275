import type { Detection } from '../modules/devices/detect/platform-detector.js';
import type { DeviceTarget } from '../modules/devices/device-sessions.port.js';
import {
  askForLogin,
  DEVICE_OPTIONS,
  DEVICE_OPTIONS_HELP,
  deviceTarget,
  readArguments,
  timeoutMs,
  type LoginValues,
} from './device-arguments.js';
import { AUTODETECT } from '../modules/devices/platforms/autodetect.js';
import { ToolUsageError } from './device-tools.errors.js';
import { runTool } from './run-tool.js';
import { withDevices } from './tool-devices.js';
import type { ToolTerminal } from './tool-terminal.js';

const USAGE = 'Usage: npm run -s detect -- HOST [options]';

const HELP = `${USAGE}
Finds out which driver a device wants: by the name of its SSH server, else by its answers to a few commands that
change nothing. Prints the driver; what told it goes to the standard error.

${DEVICE_OPTIONS_HELP}

Exit code: 0 found, 1 failed or unsure, 2 the command line is wrong.`;

interface Order {
  readonly target: DeviceTarget;
  readonly login: LoginValues;
  readonly timeoutMs: number;
  readonly isJsonWanted: boolean;
}

/** `undefined` where help is wanted. */
function readOrder(args: readonly string[]): Order | undefined {
  const { positionals, values } = readArguments(args, DEVICE_OPTIONS);
  if (values.help) return undefined;
  const [host, ...others] = positionals;
  if (host === undefined) throw new ToolUsageError('no host is named');
  if (others.length > 0) throw new ToolUsageError('exactly one host can be named');
  return {
    target: deviceTarget(host, AUTODETECT, values),
    login: values,
    timeoutMs: timeoutMs(values.timeout),
    isJsonWanted: values.json,
  };
}

async function find({ target, login, timeoutMs: limit }: Order, terminal: ToolTerminal): Promise<Detection> {
  const credential = { id: 'detect', ...(await askForLogin(login, target, terminal)) };
  return withDevices(({ detector }) => detector.detect(target, credential, AbortSignal.timeout(limit)));
}

function show({ platform, reason }: Detection, isJsonWanted: boolean, terminal: ToolTerminal): number {
  if (isJsonWanted) {
    terminal.print(JSON.stringify({ driver: platform, reason }, null, 2));
    return 0;
  }
  terminal.print(platform);
  terminal.complain(reason);
  return 0;
}

/** Finds out the driver of the device that `args` name and prints it. Gives the exit code; see `HELP`. */
export function detect(args: readonly string[], terminal: ToolTerminal): Promise<number> {
  return runTool({ name: 'detect', usage: USAGE }, terminal, async () => {
    const order = readOrder(args);
    if (order !== undefined) return show(await find(order, terminal), order.isJsonWanted, terminal);
    terminal.print(HELP);
    return 0;
  });
}
