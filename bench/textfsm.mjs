// The TextFSM engine and the template library, on the outputs of the public library.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ms, percentiles, perSecond, table } from './lib/report.mjs';
import { hasReference, runReference } from './lib/textfsm-reference.mjs';

const ROOT = join(import.meta.dirname, '..');
const SHARED = join(ROOT, '..', 'shared');
const CASES = join(SHARED, 'vectors/textfsm/cases.public.jsonl.gz');
const TEMPLATES = join(SHARED, 'vectors/textfsm/templates.public.json.gz');
const PACK = join(SHARED, 'packs/ntc-templates-public.tar.gz');

/** The Python implementation's cases a second on all 1,885 public cases, measured on two cores like these. */
const PYTHON = { kept: 697, anew: 290 };

const WARM_UP_PASSES = 5;
const PASSES = 5;
const LOOKUP_PASSES = 50;
const LONG_OUTPUT_PASSES = 3;
const LONG_OUTPUT_MEGABYTES = [1, 10, 50];
const LONG_OUTPUT_TEMPLATE = 'cisco_ios_show_interfaces.textfsm';
const HARDEST = 'cisco_s300/show_vlan/cisco_s300_show_vlan_1';

function load(name) {
  return import(join(ROOT, 'dist/modules/parsing', name));
}

/** Milliseconds that each case takes. */
function timesOf(cases, work) {
  return cases.map((one) => {
    const start = performance.now();
    work(one);
    return performance.now() - start;
  });
}

/** The pass that took the least time: what else runs on the machine only adds. */
function bestOf(passes, run) {
  const sum = (times) => times.reduce((total, one) => total + one, 0);
  const all = Array.from({ length: passes }, run);
  return all.reduce((best, times) => (sum(times) < sum(best) ? times : best));
}

function figures(times, bytes) {
  const totalMs = times.reduce((total, one) => total + one, 0);
  return {
    casesPerSecond: (times.length * 1000) / totalMs,
    megabytesPerSecond: bytes / 1000 / totalMs,
    caseMs: { ...percentiles(times), max: Math.max(...times) },
  };
}

/** The same template to the letter of its meaning, made of patterns that were never compiled before. */
function neverSeen(text, number) {
  return text.replace(/^(?:( {1,2}|\t)\^|Value .*?\()/gm, (start) => `${start}(?#${number})`);
}

async function measureLibrary(directory, cases) {
  const { runTemplates } = await load('library/templates-command.js');
  const { textFsmLibrary } = await load('library/textfsm-library.js');
  const packDirectory = join(directory, 'packs');
  const status = await runTemplates(['install', 'ntc', '--from', PACK, '--dir', packDirectory], {
    packDirectory: () => packDirectory,
    print: () => {},
  });
  if (status !== 0) throw new Error(`${PACK} cannot be installed`);
  const { library } = textFsmLibrary({ customDirectory: join(directory, 'custom'), packDirectory });
  const start = performance.now();
  await library.start();
  const loadMs = performance.now() - start;
  const requests = cases.map(({ platform, command }) => ({ driver: platform, command, source: 'ntc' }));
  return { library, requests, loadMs };
}

function measureLookups(library, requests) {
  const pass = () => {
    const start = performance.now();
    for (const request of requests) library.resolve(request);
    return (performance.now() - start) * 1000;
  };
  const passesUs = Array.from({ length: LOOKUP_PASSES }, pass);
  return { lookupUs: Math.min(...passesUs) / requests.length, firstLookupUs: passesUs[0] / requests.length };
}

/** Processor time, which other work on the machine does not count to. */
function cpuMsOf(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function measureLongOutputs(template, output) {
  return LONG_OUTPUT_MEGABYTES.map((megabytes) => {
    const text = Buffer.from(output.repeat(Math.ceil((megabytes * 1e6) / output.length))).toString();
    let rows = 0;
    const passes = Array.from({ length: LONG_OUTPUT_PASSES }, () =>
      cpuMsOf(() => (rows = template.parse(text).length)),
    );
    return { megabytes, ms: Math.min(...passes), rows };
  });
}

/** Everything that is measured here, given where to put files. */
async function measure(directory) {
  const cases = gunzipSync(readFileSync(CASES)).toString().trim().split('\n').map(JSON.parse);
  const texts = JSON.parse(gunzipSync(readFileSync(TEMPLATES)).toString());
  const bytes = cases.reduce((total, { raw }) => total + Buffer.byteLength(raw), 0);
  const { TextFsmTemplate } = await load('textfsm/textfsm-template.js');
  const { library, requests, loadMs } = await measureLibrary(directory, cases);

  const compileAndParse = (texts, raw) => texts.forEach((text) => TextFsmTemplate.compile(text).parse(raw));
  const requestOf = new Map(cases.map((one, index) => [one, requests[index]]));
  const resolve = (one) =>
    library.match(requestOf.get(one))[0]?.texts ?? one.template.split(':').map((name) => texts[name]);
  const anew = () => timesOf(cases, (one) => compileAndParse(resolve(one), one.raw));
  let pass = 0;
  const unseen = () => {
    pass++;
    const changed = new Map(
      cases.map((one, index) => [one, resolve(one).map((text) => neverSeen(text, pass * 1e4 + index))]),
    );
    return timesOf(cases, (one) => compileAndParse(changed.get(one), one.raw));
  };

  const first = anew();
  bestOf(WARM_UP_PASSES, anew);
  const kept = new Map(Object.entries(texts).map(([name, text]) => [name, TextFsmTemplate.compile(text)]));
  const parseKept = ({ template, raw }) => template.split(':').forEach((name) => kept.get(name).parse(raw));
  bestOf(WARM_UP_PASSES, () => timesOf(cases, parseKept));
  const hardest = cases.findIndex(({ id }) => id === HARDEST);
  const keptTimes = bestOf(PASSES, () => timesOf(cases, parseKept));
  const lookups = measureLookups(library, requests);
  await library.stop();
  const long = cases.find(({ template }) => template === LONG_OUTPUT_TEMPLATE);
  return {
    cases: cases.length,
    bytes,
    kept: figures(keptTimes, bytes),
    anew: figures(bestOf(PASSES, anew), bytes),
    unseen: figures(bestOf(PASSES, unseen), bytes),
    first: figures(first, bytes),
    hardestMs: { first: first[hardest], kept: keptTimes[hardest] },
    longOutputs: measureLongOutputs(kept.get(LONG_OUTPUT_TEMPLATE), long.raw),
    loadMs,
    ...lookups,
    reference: measureReference(directory, bytes),
  };
}

function measureReference(directory, bytes) {
  if (!hasReference()) return null;
  const packs = join(directory, 'packs');
  const folder = readdirSync(packs).find((name) => existsSync(join(packs, name, 'index')));
  const library = join(packs, folder);
  const { version, kept, anew } = runReference({
    casesFile: CASES,
    templatesFile: TEMPLATES,
    library,
    scratch: directory,
  });
  return { version, kept: figures(kept, bytes), anew: figures(anew, bytes) };
}

const times = (value) => `${value.toFixed(1)} ×`;

function speedTable({ kept, anew, unseen, first, reference }) {
  const row = (title, { casesPerSecond, megabytesPerSecond, caseMs }, python, aim = '') => [
    title,
    perSecond(casesPerSecond),
    `${megabytesPerSecond.toFixed(1)} MB/s`,
    ms(caseMs.p50),
    ms(caseMs.p99),
    ms(caseMs.max),
    python === undefined ? '' : times(casesPerSecond / python),
    aim,
  ];
  const pythonKept = reference?.kept.casesPerSecond ?? PYTHON.kept;
  const pythonAnew = reference?.anew.casesPerSecond ?? PYTHON.anew;
  const rows = [
    ['', 'cases', 'input', 'p50', 'p99', 'max', 'to Python', 'aim'],
    row('(a) compiled templates kept', kept, pythonKept, '8 ×'),
    row('(b) first pass of a new process', first, pythonAnew, '25 ×'),
    row('(b) warmed up, of patterns never seen before', unseen, pythonAnew, '25 ×'),
    row('(b) warmed up, lines of earlier passes remembered', anew, pythonAnew, '25 ×'),
  ];
  if (reference !== null) {
    rows.push(row(`Python, textfsm ${reference.version}: (a)`, reference.kept));
    rows.push(row(`Python, textfsm ${reference.version}: (b)`, reference.anew));
  }
  return table(rows);
}

function furtherTable({ hardestMs, longOutputs, loadMs, lookupUs, firstLookupUs }) {
  const microseconds = (value) => `${value.toFixed(1)} µs`;
  return table([
    ['', 'measured', 'aim'],
    ['Loading the ntc pack', ms(loadMs), '< 150 ms'],
    ['Look-up by platform and command, warm', microseconds(lookupUs), '< 20 µs'],
    ['  the first of each, compiling its template', microseconds(firstLookupUs), ''],
    ['cisco_s300 show vlan, in the first pass', ms(hardestMs.first), ''],
    ['  with the template kept', ms(hardestMs.kept), '1409 ms in Python'],
    ...longOutputs.map(({ megabytes, ms: taken, rows }) => [
      `${megabytes} MB of show interfaces, ${rows} rows, processor time`,
      ms(taken),
      `${((megabytes * 1000) / taken).toFixed(1)} MB/s`,
    ]),
  ]);
}

/** Measures the engine and the library and gives the figures, as data and as text. */
export async function run() {
  const missing = [CASES, TEMPLATES, PACK].filter((file) => !existsSync(file));
  if (missing.length > 0) return { results: null, text: `Skipped: ${missing.join(', ')} is not there.` };
  const directory = mkdtempSync(join(tmpdir(), 'tom-bench-'));
  try {
    const results = await measure(directory);
    const notes = [
      `${results.cases} recorded outputs, ${(results.bytes / 1e6).toFixed(1)} MB. Best of ${PASSES} passes, after ${WARM_UP_PASSES} to warm up.`,
      '(b): the template is looked up and compiled for each case. Python remembers 512 patterns meanwhile, Tom what 20,000 lines of templates say.',
    ];
    if (results.reference === null) {
      notes.push(
        `"python3" has no textfsm (Debian: python3-textfsm): compared with ${PYTHON.kept} and ${PYTHON.anew} cases/s, recorded earlier.`,
      );
    }
    return { results, text: [speedTable(results), furtherTable(results), notes.join('\n')].join('\n\n') };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
