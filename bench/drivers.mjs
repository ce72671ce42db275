// The driver engine by itself, against simulated devices that answer at once: no queue, no HTTP.
import { join } from 'node:path';
import { ROOT } from '../scripts/lib/project.mjs';
import { mebibytes, ms, table } from './lib/report.mjs';
import { startLab } from './lib/tom.mjs';

const DEVICES = 50;
/** One a session: a device is left no idle session where another one wants in. */
const WARM_DEVICES = 1_000;
const LOGIN = ['lab', 'lab'];
/** On a machine that is busy with other work. */
const RESULT_DEADLINE_MS = 300_000;
const SCRIPT = join(ROOT, 'bench/lib/driver-process.mjs');

/** How often the engine waits for a prompt to stand still: at log-in twice and after each of two preparing commands. */
const QUIET_WAITS = { logins: 4, commands: 1 };
const PROMPT_QUIET_MS = 2;
/** In the order in which they are measured; see `driver-process.mjs`. */
const PHASES = ['logins', 'commands', 'bareCommands', 'commandsTogether', 'text', 'warmSessions', 'burst'];
const quietMs = (phase) => QUIET_WAITS[phase] * PROMPT_QUIET_MS;

async function measure(processes, phase) {
  const lab = await startLab(processes, phase === 'warmSessions' ? WARM_DEVICES : DEVICES);
  try {
    const driver = processes.startNode('drivers', SCRIPT, [phase, lab.ports.join(), ...LOGIN]);
    await driver.ready(/^ready$/m, RESULT_DEADLINE_MS);
    return await processes.profiled(`drivers.${phase}`, async () => {
      driver.signal('SIGUSR2');
      const [, result] = await driver.ready(/^result (.*)$/m, RESULT_DEADLINE_MS);
      return JSON.parse(result);
    });
  } finally {
    await processes.stopAll();
  }
}

function timesTable({ logins, commands, commandsTogether, bareCommands }) {
  const row = (name, phase, { timeMs, cpuMs }, aim) => [
    name,
    ms(timeMs.p50),
    ms(timeMs.p95),
    ms(quietMs(phase)),
    ms(timeMs.p50 - quietMs(phase)),
    ms(cpuMs),
    aim,
  ];
  return table([
    ['One after the other', 'p50', 'p95', 'of it quiet', 'p50 without', 'our CPU', 'aim (CPU)'],
    row('log-in and preparation', 'logins', logins, '≤ 10 ms'),
    row('one command', 'commands', commands, '≤ 0.3 ms'),
    row('  its bytes through ssh2 alone', 'commands', bareCommands, ''),
    ['  one of 50 sessions at once', '', '', '', '', ms(commandsTogether.cpuMs), '≤ 0.3 ms'],
  ]);
}

function textTable({ text }) {
  const sizes = Object.keys(Object.values(text)[0]);
  const rate = (value) => `${value.toFixed(0)} MB/s`;
  return table([
    ['Output through the CLI', ...sizes, 'aim'],
    ...Object.entries(text).map(([kind, rates]) => [kind, ...sizes.map((size) => rate(rates[size])), '≥ 100 MB/s']),
  ]);
}

function crowdTable({ warmSessions, burst }) {
  const { sessions, rssBytes, rssBefore, idlePercent } = warmSessions;
  return table([
    ['Many at once', '', 'aim'],
    [`${sessions} warm sessions: memory of the process`, mebibytes(rssBytes), '≤ 400 MB'],
    ['  without them', mebibytes(rssBefore), ''],
    ['  idle', `${idlePercent.toFixed(2)} % CPU`, '< 1 %'],
    [`${burst.logins} log-ins at once: failures`, String(burst.failures.length), '0'],
    ['  all done after', ms(burst.elapsedMs), ''],
    ['  our CPU a log-in', ms(burst.cpuMs / burst.logins), ''],
  ]);
}

/** Measures the engine and gives the figures, as data and as text. */
export async function run({ processes }) {
  const results = {};
  for (const phase of PHASES) {
    results[phase] = await measure(processes, phase);
  }
  const notes = [
    "Quiet is prompt_quiet_ms: how long a prompt has to stand before it is believed. What is left of p50 is ours and the device's.",
    'Netmiko: 150 to 3,000 ms to open, 81 ms a command; scrapli: 0.7 ms a command.',
    ...results.burst.failures.slice(0, 3),
  ];
  return {
    results,
    text: [timesTable(results), textTable(results), crowdTable(results), notes.join('\n')].join('\n\n'),
  };
}
