// The Python implementation on the same cases, where Python has it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = `
import gzip, io, json, sys, time
import textfsm
from textfsm import clitable

cases_file, templates_file, library = sys.argv[1:]
cases = [json.loads(line) for line in gzip.open(cases_file, 'rt', encoding='utf-8')]
texts = json.load(gzip.open(templates_file, 'rt', encoding='utf-8'))
kept = {name: textfsm.TextFSM(io.StringIO(text)) for name, text in texts.items()}


def parse_kept(case):
    for name in case['template'].split(':'):
        kept[name].Reset()
        kept[name].ParseText(case['raw'])


def parse_anew(case):
    table = clitable.CliTable('index', library)
    table.ParseCmd(case['raw'], {'Platform': case['platform'], 'Command': case['command']})


def measure(work):
    times = []
    for case in cases:
        start = time.perf_counter()
        work(case)
        times.append((time.perf_counter() - start) * 1000)
    return times


clitable.CliTable('index', library)
print(json.dumps({'version': textfsm.__version__, 'kept': measure(parse_kept), 'anew': measure(parse_anew)}))
`;

/** Whether `python3` has textfsm. */
export function hasReference() {
  return spawnSync('python3', ['-c', 'import textfsm']).status === 0;
}

/** Milliseconds for each case, with templates kept and with the template looked up and compiled for each. */
export function runReference({ casesFile, templatesFile, library, scratch }) {
  const script = join(scratch, 'reference.py');
  writeFileSync(script, SCRIPT);
  const { status, stdout, stderr } = spawnSync('python3', [script, casesFile, templatesFile, library], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`the Python implementation failed: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout);
}
