import type { PlatformClues } from '../platforms/platform.types.js';

/** The line by which a platform was recognised. */
export interface Recognition {
  readonly platform: string;
  /** What of the device's words told it. */
  readonly evidence: string;
}

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  return text.slice(start, end < 0 ? undefined : end).trim();
}

/** What tells platforms apart, of all platforms together. */
export class DetectionClues {
  /** Commands to ask, the one that tells most platforms first. */
  readonly commands: readonly string[];

  constructor(private readonly platforms: readonly PlatformClues[]) {
    const counts = new Map<string, number>();
    for (const clue of platforms.flatMap(({ clues }) => clues)) {
      if (clue.kind === 'output') counts.set(clue.command, (counts.get(clue.command) ?? 0) + 1);
    }
    this.commands = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([command]) => command);
  }

  /** The platforms whose SSH server calls itself so. */
  bySshVersion(version: string): Recognition[] {
    return this.platforms
      .filter(({ clues }) => clues.some(({ kind, pattern }) => kind === 'ssh_version' && pattern.test(version)))
      .map(({ platform }) => ({ platform, evidence: version }));
  }

  /** The platforms that answer a command so. */
  byOutput(command: string, output: string): Recognition[] {
    return this.platforms.flatMap(({ platform, clues }) => {
      for (const clue of clues) {
        if (clue.kind !== 'output' || clue.command !== command) continue;
        const match = clue.pattern.exec(output);
        if (match !== null) return [{ platform, evidence: lineAt(output, match.index) }];
      }
      return [];
    });
  }
}
