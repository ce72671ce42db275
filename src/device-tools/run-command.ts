import type { Secret } from '../common/secret.js';
import type { CommandReply, DeviceSession, DeviceTarget } from '../modules/devices/device-sessions.port.js';
import {
  askForLogin,
  DEVICE_OPTIONS,
  DEVICE_OPTIONS_HELP,
  deviceTarget,
  readArguments,
  secretOfEnvironment,
  timeoutMs,
  type LoginValues,
} from './device-arguments.js';
import { AUTODETECT } from '../modules/devices/platforms/autodetect.js';
import { ToolUsageError } from './device-tools.errors.js';
import { runTool } from './run-tool.js';
import { withDevices } from './tool-devices.js';
import type { ToolTerminal } from './tool-terminal.js';

const USAGE = 'Usage: npm run -s run-command -- HOST [--driver NAME] [options] COMMAND…';

const HELP = `${USAGE}
Runs commands on a device, without inventory, settings and Redis. A command with blanks is quoted.

  --driver NAME         driver (a Netmiko or scrapli name), such as cisco_ios; docs/platforms.md lists them (autodetect)
  --enable              raise the session to the privileged level first
  --secret-env NAME     environment variable with the enable secret; without it the secret is asked for, or read from
                        the input after the password; an empty one stands for none
${DEVICE_OPTIONS_HELP}

Exit code: 0 done, 1 failed, 2 the command line is wrong, 3 the device refused a command.`;

const OPTIONS = {
  ...DEVICE_OPTIONS,
  driver: { type: 'string', default: AUTODETECT },
  enable: { type: 'boolean', default: false },
  'secret-env': { type: 'string' },
} as const;

const REFUSED = 3;

interface EnableValues {
  readonly enable: boolean;
  readonly 'secret-env'?: string;
}

interface Order {
  readonly target: DeviceTarget;
  readonly login: LoginValues & EnableValues;
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
  if (commands.length === 0) throw new ToolUsageError('no command is named');
  return {
    target: deviceTarget(host, values.driver, values),
    login: values,
    commands,
    timeoutMs: timeoutMs(values.timeout),
    isJsonWanted: values.json,
  };
}

/** `undefined` where there is none. */
async function askForEnableSecret(order: Order, terminal: ToolTerminal): Promise<Secret | undefined> {
  const { enable, 'secret-env': variable } = order.login;
  if (!enable) return undefined;
  if (variable !== undefined) return secretOfEnvironment('secret-env', variable, terminal);
  const secret = await terminal.askSecret(`Enable secret of ${order.target.host} (Enter for none): `);
  return secret?.reveal() === '' ? undefined : secret;
}

async function send(session: DeviceSession, { commands, timeoutMs, login }: Order): Promise<Answer[]> {
  const deadlineAt = Date.now() + timeoutMs;
  if (login.enable) await session.enable({ deadlineAt });
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

/** Asks for the password once it is clear that the driver is known. */
function run(order: Order, terminal: ToolTerminal): Promise<Answer[]> {
  const { target, login } = order;
  return withDevices(async ({ sessions, platforms }) => {
    platforms.resolve(target.driver);
    const loginGiven = await askForLogin(login, target, terminal);
    const enableSecret = await askForEnableSecret(order, terminal);
    const credential = { id: 'run-command', ...loginGiven, enableSecret };
    return sessions.use(target, credential, (session) => send(session, order), { repeatable: true });
  });
}

/** Runs the commands that `args` name on a device and prints what it says. Gives the exit code; see `HELP`. */
export function runCommand(args: readonly string[], terminal: ToolTerminal): Promise<number> {
  return runTool({ name: 'run-command', usage: USAGE }, terminal, async () => {
    const order = readOrder(args);
    if (order !== undefined) return show(await run(order, terminal), order.isJsonWanted, terminal);
    terminal.print(HELP);
    return 0;
  });
}
