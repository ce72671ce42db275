// The TTP engine, on the published templates with the outputs recorded for them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ms, percentiles, perSecond, table } from './lib/report.mjs';

const ROOT = join(import.meta.dirname, '..');
const FILES = ['ttp_templates', 'ttp_templates_extra'].map((name) =>
  join(ROOT, '..', 'shared', 'vectors/ttp', `${name}.public.jsonl.gz`),
);

/** The Python implementation's cases a second on such cases, measured on two cores like these with nothing else on them. */
const PYTHON = { anew: 234, kept: 2406 };

const WARM_UP_PASSES = 20;
const PASSES = 20;
const LONG_OUTPUT_MEGABYTES = [1, 10, 50];
const LONG_OUTPUT_PASSES = 2;

const INTERFACES = `<group name="interfaces*">
interface {{ name }}
 description {{ description | ORPHRASE }}
 ip address {{ address | IP }} {{ mask }}
 {{ disabled | set("yes") | contains("shutdown") }}
</group>`;

function load(name) {
  return import(join(ROOT, 'dist', name));
}

function readCases(file) {
  return gunzipSync(readFileSync(file)).toString().trim().split('\n').map(JSON.parse);
}

/** Files of a vector, as the engine asks for them. */
function filesOf({ files, dirs = {} }) {
  const normal = (path) => path.replace(/^\.\//, '').replace(/\/+/g, '/').replace(/\/$/, '');
  const named = (entries) => new Map(Object.entries(entries).map(([path, value]) => [normal(path), value]));
  const [texts, folders] = [named(files), named(dirs)];
  return { read: (path) => texts.get(normal(path)), list: (path) => folders.get(normal(path)) };
}

async function engine() {
  const { TtpTemplate } = await load('modules/parsing/ttp/ttp-template.js');
  const { TtpParser } = await load('modules/parsing/ttp/ttp-parser.js');
  const parse = (templates, inputs) => {
    const parser = new TtpParser(templates);
    for (const { text, options } of inputs) parser.addInput(text, options);
    parser.parse();
    return parser.result();
  };
  return { TtpTemplate, parse };
}

/** What a vector asks for, without what is done only once: how to compile its templates, and its texts. */
function prepare(vector, TtpTemplate) {
  const files = filesOf(vector);
  const templates = vector.templates.map(({ text, name, filters }) => ({
    text: files.read(text) ?? text,
    options: { files, vars: vector.vars, skipOutputMacros: true, filters, ...(name === undefined ? {} : { name }) },
  }));
  const inputs = vector.inputs.map(({ data, input_name: inputName, template_name: templateName, groups }) => ({
    text: files.read(data) ?? data,
    options: { inputName, templateName, groups },
  }));
  return { compile: () => templates.map(({ text, options }) => TtpTemplate.compile(text, options)), inputs };
}

/** Cases whose templates need no Python code but in their outputs. */
function usableCases({ TtpTemplate, parse }) {
  const cases = [];
  for (const vector of FILES.flatMap(readCases)) {
    if (vector.kind === 'get_input_load' || !vector.simple) continue;
    const { compile, inputs } = prepare(vector, TtpTemplate);
    try {
      const templates = compile();
      parse(templates, inputs);
      cases.push({ compile, templates, inputs });
    } catch (error) {
      if (!['TtpMacroError', 'TtpUnsupportedError'].includes(error.name)) throw error;
    }
  }
  return cases;
}

/** Milliseconds of each case in the pass that took the least processor time, and that time. */
function bestPass(passes, cases, work) {
  let best = { cpuMs: Infinity, times: [] };
  for (let pass = 0; pass < passes; pass++) {
    const before = process.cpuUsage();
    const times = cases.map((one) => {
      const start = performance.now();
      work(one);
      return performance.now() - start;
    });
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1000;
    if (cpuMs < best.cpuMs) best = { cpuMs, times };
  }
  return best;
}

function figures({ cpuMs, times }, bytes) {
  const totalMs = times.reduce((total, one) => total + one, 0);
  return {
    casesPerSecond: (times.length * 1000) / totalMs,
    casesPerCpuSecond: (times.length * 1000) / cpuMs,
    megabytesPerSecond: bytes / 1000 / totalMs,
    caseMs: { ...percentiles(times), max: Math.max(...times) },
  };
}

function measureLongOutputs({ TtpTemplate, parse }) {
  const template = TtpTemplate.compile(INTERFACES);
  const block = (index) =>
    `interface Ethernet1/${index}\n description link ${index}\n ip address 10.0.${index % 256}.1 255.255.255.0\n!\n`;
  return LONG_OUTPUT_MEGABYTES.map((megabytes) => {
    const blocks = [];
    for (let length = 0; length < megabytes * 1e6; length += blocks.at(-1).length) blocks.push(block(blocks.length));
    const inputs = [{ text: blocks.join('') }];
    const { cpuMs } = bestPass(LONG_OUTPUT_PASSES, [inputs], () => parse([template], inputs));
    return { megabytes, ms: cpuMs };
  });
}

function speedTable({ anew, kept }) {
  const row = (title, figure, python, aim) => [
    title,
    perSecond(figure.casesPerSecond),
    perSecond(figure.casesPerCpuSecond),
    `${figure.megabytesPerSecond.toFixed(1)} MB/s`,
    ms(figure.caseMs.p50),
    ms(figure.caseMs.p99),
    ms(figure.caseMs.max),
    `${(figure.casesPerSecond / python).toFixed(1)} ×`,
    aim,
  ];
  return table([
    ['', 'cases', 'of CPU time', 'input', 'p50', 'p99', 'max', 'to Python', 'aim'],
    row('Compile and parse', anew, PYTHON.anew, '10 ×'),
    row('Parse with compiled templates', kept, PYTHON.kept, '5 ×'),
  ]);
}

/** Measures the engine and gives the figures, as data and as text. */
export async function run() {
  const missing = FILES.filter((file) => !existsSync(file));
  if (missing.length > 0) return { results: null, text: `Skipped: ${missing.join(', ')} is not there.` };
  const { TtpTemplate, parse } = await engine();
  const cases = usableCases({ TtpTemplate, parse });
  const bytes = cases.flatMap(({ inputs }) => inputs).reduce((total, { text }) => total + Buffer.byteLength(text), 0);
  const anew = ({ compile, inputs }) => parse(compile(), inputs);
  const kept = ({ templates, inputs }) => parse(templates, inputs);
  bestPass(WARM_UP_PASSES, cases, anew);
  bestPass(WARM_UP_PASSES, cases, kept);
  const results = {
    cases: cases.length,
    bytes,
    anew: figures(bestPass(PASSES, cases, anew), bytes),
    kept: figures(bestPass(PASSES, cases, kept), bytes),
    longOutputs: measureLongOutputs({ TtpTemplate, parse }),
  };
  const longTable = table([
    ['', 'CPU time', ''],
    ...results.longOutputs.map(({ megabytes, ms: taken }) => [
      `${megabytes} MB of interfaces`,
      ms(taken),
      `${((megabytes * 1000) / taken).toFixed(1)} MB/s`,
    ]),
  ]);
  const note =
    `${cases.length} recorded outputs of published templates, ${(bytes / 1e6).toFixed(1)} MB. Best of ${PASSES} passes, after ` +
    `${WARM_UP_PASSES} to warm up. Python: ${PYTHON.anew} and ${PYTHON.kept} cases/s, recorded earlier on such cases.`;
  return { results, text: [speedTable(results), longTable, note].join('\n\n') };
}
