import type { Node } from './regex-ast.js';

/** Collects runs of literal characters that every match holds. */
class LiteralRuns {
  private current = '';
  longest = '';

  add(node: Node): void {
    switch (node.type) {
      case 'char':
        this.current += String.fromCodePoint(node.code);
        break;
      case 'sequence':
        node.items.forEach((item) => this.add(item));
        break;
      case 'group':
      case 'atomic':
        this.add(node.body);
        break;
      case 'assertion':
        break;
      default:
        this.endRun();
    }
  }

  endRun(): void {
    if (this.current.length > this.longest.length) {
      this.longest = this.current;
    }
    this.current = '';
  }
}

/** The longest literal text that a subject must hold to match; empty when there is none. */
export function requiredText(root: Node): string {
  const runs = new LiteralRuns();
  runs.add(root);
  runs.endRun();
  return runs.longest;
}
