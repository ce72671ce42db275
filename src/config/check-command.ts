import { parseArgs } from 'node:util';
import { errorMessage } from '../common/tom-error.js';
import { checkFile } from './check-file.js';
import { BOTH_ROLES, type SettingRole } from './role.js';

const USAGE = 'Usage: npm run config:check -- FILE [--role controller|worker]';

interface CheckArguments {
  readonly file: string;
  readonly half?: SettingRole;
}

function readArguments(args: readonly string[]): CheckArguments {
  const options = { role: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [file, ...others] = positionals;
  const half = BOTH_ROLES.find((role) => role === values.role);
  if (file === undefined || others.length > 0) throw new Error('Exactly one file must be named');
  if (values.role !== undefined && half === undefined) throw new Error(`"${values.role}" is no role`);
  return { file, half };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Checks the file that `args` name and prints what is to be said of it, a line each. Exit code: 1 faults, 2 usage. */
export function runCheck(args: readonly string[], cwd: string, print: (line: string) => void): number {
  let named: CheckArguments;
  try {
    named = readArguments(args);
  } catch (error) {
    print(errorMessage(error));
    print(USAGE);
    return 2;
  }
  const { role, faults, notes } = checkFile(named.file, cwd, named.half);
  for (const note of notes) print(`note   ${note}`);
  for (const fault of faults) print(`fault  ${fault}`);
  const roles = role === 'standalone' ? 'controller and worker' : role;
  print(`${named.file}, checked for ${roles}: ${count(faults.length, 'fault')}, ${count(notes.length, 'note')}`);
  return faults.length === 0 ? 0 : 1;
}
