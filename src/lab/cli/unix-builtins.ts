import { posix } from 'node:path';
import type { ShellState } from './shell-state.js';

/** What `echo` prints, its quotes taken away; `-n` leaves out the line end. */
export function echo(text: string): string {
  const [, option, rest = ''] = /^(-n(?:\s+|$))?(.*)$/s.exec(text) ?? [];
  const words = Array.from(rest.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g), ([word]) => word.replace(/["']/g, ''));
  return words.join(' ') + (option === undefined ? '\n' : '');
}

/** Changes the directory. @returns what `cd` complains about, or an empty text */
export function changeDirectory(state: ShellState, target: string, home: string, known: readonly string[]): string {
  const path = target.replace(/^~(?=\/|$)/, home);
  const directory = posix.resolve(state.directory, path === '' ? home : path);
  if (directory !== home && !known.includes(directory)) return `bash: cd: ${target}: No such file or directory\n`;
  state.directory = directory;
  return '';
}

/** The directory as a prompt shows it, with `~` for the home. */
export function shortDirectory(directory: string, home: string): string {
  return directory === home || directory.startsWith(`${home}/`) ? `~${directory.slice(home.length)}` : directory;
}
