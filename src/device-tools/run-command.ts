import { TomError } from '../common/tom-error.js';
import type { CommandReply, DeviceSession, DeviceTarget } from '../modules/devices/device-sessions.port.js';
import {
  askForLogin,
  DEVICE_OPTIONS,
  DEVICE_OPTIONS_HELP,
  deviceTarget,
  readArguments,
  timeoutMs,
  type LoginValues,
} from './device-arguments.js';
import { ToolUsageError } from './device-tools.errors.js';
import { withDevices } from './tool-devices.js';
import type { ToolTerminal } from './tool-terminal.js';

const USAGE = 'Usage: npm run -s run-command -- HOST --driver NAME [options] COMMAND…';

const HELP = `${USAGE}
Runs commands on a device, without inventory, settings and Redis. A command with blanks is quoted.

  --driver NAME         driver (a Netmiko or scrapli name), such as cisco_ios; docs/platforms.md lists them
${DEVICE_OPTIONS_HELP}

Exit code: 0 done, 1 failed, 2 the command line is wrong, 3 the device refused a command.`;

const OPTIONS = { ...DEVICE_OPTIONS, driver: { type: 'string' } } as const;

const FAILED = 1;
const MISUSED = 2;
const REFUSED = 3;

interface Order {
  readonly target: DeviceTarget;
  readonly login: LoginValues;
  readonly commands: readonly string[];
  readonly timeoutMs: number;
  readonly isJsonWanted: boolean;
}

interface Answer extends CommandReply {
  readonly command: string;
}

/** `undefined` where help is wanted. */
function readOrder(args: readonly string[]): Order | undefined {
  const { positionals, values } = readArguments(args, OPTIONS);
  if (values.help) return undefined;
  const [host, ...commands] = positionals;
  if (host === undefined) throw new ToolUsageError('no host is named');
  if (values.driver === undefined) throw new ToolUsageError('no --driver is named');
  if (commands.length === 0) throw new ToolUsageError('no command is named');
  return {
    target: deviceTarget(host, values.driver, values),
    login: values,
    commands,
    timeoutMs: timeoutMs(values.timeout),
    isJsonWanted: values.json,
  };
}

async function send(session: DeviceSession, { commands, timeoutMs }: Order): Promise<Answer[]> {
  const deadlineAt = Date.now() + timeoutMs;
  const answers: Answer[] = [];
  for (const command of commands) answers.push({ command, ...(await session.sendCommand(command, { deadlineAt })) });
  return answers;
}

function show(answers: readonly Answer[], isJsonWanted: boolean, terminal: ToolTerminal): number {
  const refused = answers.filter(({ rejection }) => rejection !== null);
  if (isJsonWanted) {
    const shown = answers.map(({ command, output, rejection }) => ({ command, output, rejection }));
    terminal.print(JSON.stringify(shown, null, 2));
  } else {
    for (const { command, output } of answers) {
      if (answers.length > 1) terminal.print(`==> ${command} <==`);
      if (output !== '') terminal.print(output);
    }
  }
  for (const { command, rejection } of refused) {
    terminal.complain(`run-command: the device refused "${command}": ${rejection?.line ?? ''}`);
  }
  return refused.length > 0 ? REFUSED : 0;
}

function complainOf(error: unknown, terminal: ToolTerminal): number {
  if (!(error instanceof TomError)) throw error;
  terminal.complain(`run-command: ${error.message}`);
  if (error instanceof ToolUsageError) {
    terminal.complain(`${USAGE}; --help explains the options`);
    return MISUSED;
  }
  if ('partialOutput' in error && error.partialOutput !== '') {
    terminal.complain(`What had come until then:\n${String(error.partialOutput)}`);
  }
  return FAILED;
}

/** Asks for the password once it is clear that the driver is known. */
function run(order: Order, terminal: ToolTerminal): Promise<Answer[]> {
  const { target, login } = order;
  return withDevices(async ({ sessions, platforms }) => {
    platforms.resolve(target.driver);
    const credential = { id: 'run-command', ...(await askForLogin(login, target, terminal)) };
    return sessions.use(target, credential, (session) => send(session, order), { repeatable: true });
  });
}

/** Runs the commands that `args` name on a device and prints what it says. Gives the exit code; see `HELP`. */
export async function runCommand(args: readonly string[], terminal: ToolTerminal): Promise<number> {
  try {
    const order = readOrder(args);
    if (order === undefined) {
      terminal.print(HELP);
      return 0;
    }
    return show(await run(order, terminal), order.isJsonWanted, terminal);
  } catch (error) {
    return complainOf(error, terminal);
  }
}
