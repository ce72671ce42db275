import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCheck } from './check-command.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tom-check-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true });
});

function check(name: string, text: string, ...args: string[]): [number, string[]] {
  writeFileSync(join(cwd, name), text);
  const lines: string[] = [];
  return [runCheck([name, ...args], cwd, (line) => lines.push(line)), lines];
}

describe('config:check', () => {
  it.each([
    ['tom.yaml', 'port: 1', 'controller and worker'],
    ['tom_config.yaml', 'port: 1', 'controller'],
    ['tom_controller_config.yaml', 'port: 1', 'controller'],
    ['tom_worker_config.yaml', 'redis_host: redis\ncredential_plugin: yaml', 'worker'],
    ['a.yaml', 'port: 1\nlog_level: info', 'controller'],
    ['b.yaml', 'concurrency: 1\nredis_host: redis\ncredential_plugin: yaml', 'worker'],
    ['c.yaml', 'concurrency: 1\nport: 1', 'controller and worker'],
    ['d.yaml', 'log_level: info', 'controller and worker'],
  ])('tells from %s with %j that it is for %s', (name, text, roles) => {
    expect(check(name, text)).toEqual([0, [`${name}, checked for ${roles}: 0 faults, 0 notes`]]);
  });

  it('prints faults and notes and ends with 1', () => {
    expect(check('tom.yaml', 'port: x\nprot: 1')).toEqual([
      1,
      [
        'note   tom.yaml line 2: unknown setting "prot" is ignored; did you mean "port"?',
        'fault  tom.yaml line 1: port is "x": it must be a whole number',
        'tom.yaml, checked for controller and worker: 1 fault, 1 note',
      ],
    ]);
  });

  it('checks for the role it is told', () => {
    const text = 'concurrency: x\nport: x\nredis_host: redis\ncredential_plugin: yaml';

    expect(check('tom.yaml', text, '--role', 'worker')).toEqual([
      1,
      [
        'fault  tom.yaml line 1: concurrency is "x": it must be a whole number',
        'tom.yaml, checked for worker: 1 fault, 0 notes',
      ],
    ]);
  });

  it('reports a file that cannot be read', () => {
    const lines: string[] = [];

    expect(runCheck(['none.yaml'], cwd, (line) => lines.push(line))).toBe(1);
    expect(lines[0]).toMatch(/none.yaml cannot be read: .*ENOENT/);
  });

  it.each([[[]], [['a.yaml', 'b.yaml']], [['a.yaml', '--role', 'cook']], [['--colour']]])(
    'ends with 2 and its usage for %j',
    (args) => {
      const lines: string[] = [];

      expect(runCheck(args, cwd, (line) => lines.push(line))).toBe(2);
      expect(lines.at(-1)).toMatch(/^Usage: /);
    },
  );
});
