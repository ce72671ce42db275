import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Marker that the test runner collects and lists at the end of a run. */
const SKIP_MARKER = 'skipped: needs';

const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/lib/frr'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The full path of a program, looked for in PATH and in the folders where Debian keeps servers. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Things a suite may need that are no programs. */
const CONDITIONS: Readonly<Record<string, () => boolean>> = {
  'root with CI=true': () => process.getuid?.() === 0 && process.env.CI === 'true',
  'python3 with requests': () => existsSync('/usr/lib/python3/dist-packages/requests'),
};

function isMet(requirement: string): boolean {
  const condition = CONDITIONS[requirement];
  return condition === undefined ? findProgram(requirement) !== undefined : condition();
}

/**
 * A suite that needs programs (`redis-server`, `sshd`) or `root with CI=true`. Where one is missing the suite is
 * skipped and says so by name; with `CI=true` it fails instead.
 */
export function describeWith(requirements: readonly string[], name: string, define: () => void): void {
  const missing = requirements.filter((requirement) => !isMet(requirement));
  if (missing.length === 0) {
    describe(name, define);
    return;
  }
  const reason = `${SKIP_MARKER} ${missing.join(', ')}`;
  if (process.env.CI === 'true') {
    describe(name, () => {
      it(reason, () => {
        throw new Error(`${name} was not run: ${missing.join(', ')} missing`);
      });
    });
    return;
  }
  describe.skip(`${name} (${reason})`, define);
}
