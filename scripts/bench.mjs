// npm run bench: installs and builds what is missing, then measures. See docs/performance.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Processes } from '../bench/lib/processes.mjs';
import { describeMachine, machine } from '../bench/lib/report.mjs';
import { ensureBuilt } from './lib/project.mjs';

const BENCHES = ['commands', 'cache', 'scrape', 'inventory', 'jobs', 'drivers', 'textfsm', 'ttp'];

function parseCommandLine() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      profile: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
    },
  });
  const unknown = positionals.find((name) => !BENCHES.includes(name));
  if (unknown !== undefined) throw new Error(`there is no bench "${unknown}"; there is ${BENCHES.join(', ')}`);
  const environment = Object.fromEntries(values.set.map((pair) => pair.split(/=(.*)/s, 2)));
  const profileDirectory = values.profile === undefined ? undefined : resolve(values.profile);
  return {
    names: positionals.length > 0 ? positionals : BENCHES,
    jsonFile: values.json,
    profileDirectory,
    environment,
  };
}

async function runBenches({ names, jsonFile, profileDirectory, environment }) {
  if (profileDirectory !== undefined) mkdirSync(profileDirectory, { recursive: true });
  const report = { machine: machine(), environment, benches: {} };
  console.log(describeMachine(report.machine));
  const processes = await Processes.create(profileDirectory);
  for (const name of names) {
    console.log(`\nMeasuring ${name} …\n`);
    const bench = await import(`../bench/${name}.mjs`);
    const { results, text } = await bench.run({ processes, environment });
    report.benches[name] = results;
    console.log(text);
  }
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(report, null, 2)}\n`);
}

try {
  const commandLine = parseCommandLine();
  ensureBuilt();
  await runBenches(commandLine);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exit(1);
}
