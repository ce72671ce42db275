import { errorMessage } from '../common/tom-error.js';
import { writeInventoryFiles } from './inventory-files.js';
import { labHelp, parseLabArguments, type LabArguments } from './lab-arguments.js';
import { LOOPBACK } from './lab-device.js';
import { FAULT_NAMES } from './lab-faults.js';
import { Lab } from './lab.js';
import { PlatformLoader } from './platform/platform-loader.js';

async function help(devicesDirectory: string | undefined): Promise<string> {
  const loader = new PlatformLoader(devicesDirectory);
  const platforms = await Promise.all((await loader.names()).map((name) => loader.load(name)));
  return labHelp(
    platforms.map(({ name, description }) => ({ name, about: description.about })),
    FAULT_NAMES,
  );
}

function startLab(wanted: LabArguments): Promise<Lab> {
  const { deviceCount, platforms, basePort, username, password, enableSecret, faults, bigOutputBytes, transport } =
    wanted;
  const devices = Array.from({ length: deviceCount }, (_, index) => ({
    platform: platforms[index % platforms.length] ?? '',
    port: basePort === 0 ? 0 : basePort + index,
    username,
    password,
    enableSecret,
    transport,
    passwordOnly: wanted.isPasswordOnly,
    faults,
    bigOutputBytes,
  }));
  return Lab.start({ devices, devicesDirectory: wanted.devicesDirectory });
}

function describe(lab: Lab, { username, password, enableSecret, transport }: LabArguments): string {
  const port = String(lab.devices[0]?.port ?? '');
  const hint =
    transport === 'telnet'
      ? `telnet ${LOOPBACK} ${port}`
      : `ssh -p ${port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null ${username}@${LOOPBACK}`;
  const secret = enableSecret === undefined ? '' : `, enable secret: ${enableSecret}`;
  return [
    ...lab.devices.map(({ name, port, platform }) => `${name.padEnd(12)} ${LOOPBACK}:${port}  ${platform}`),
    '',
    `Log-in: ${username}, password: ${password}${secret}`,
    `Try: ${hint}`,
    'Ctrl-C stops the lab.',
  ].join('\n');
}

async function main(): Promise<void> {
  const wanted = parseLabArguments(process.argv.slice(2));
  if (wanted.isHelpWanted) {
    process.stdout.write(await help(wanted.devicesDirectory));
    return;
  }
  const lab = await startLab(wanted);
  process.stdout.write(`${describe(lab, wanted)}\n`);
  if (wanted.inventoryFile !== undefined) {
    const files = await writeInventoryFiles(lab.devices, wanted.inventoryFile);
    process.stdout.write(`Inventory: ${files.inventory}, log-ins: ${files.credentials}\n`);
  }
  const stop = () => void lab.stop();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

await main().catch((error: unknown) => {
  process.stderr.write(`lab: ${errorMessage(error)}\n`);
  process.exit(1);
});
