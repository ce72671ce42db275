import type { CompileContext } from './compile-context.js';
import { macroCall } from './macro-call.js';
import { ANONYMOUS, parseTemplateTree } from './template-tree.js';
import { TtpFileNotFoundError, TtpTemplateError } from './ttp.errors.js';
import { XmlElement } from './xml-element.js';

/** How deep templates may extend one another. */
const MAX_DEPTH = 20;

/** How many templates one may be made of: ten files that each extend the next one ten times would make ten thousand million. */
const MAX_LOADED = 1000;

const GROUP_TAGS = ['group', 'g', 'grp'];

/** Attribute of an `extend` that picks among the tags of a kind. */
const FILTERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['groups', GROUP_TAGS],
  ['vars', ['vars', 'v', 'variables']],
  ['inputs', ['input', 'i', 'in']],
  ['outputs', ['output', 'o', 'out']],
  ['lookups', ['lookup']],
]);

function isAnonymousText(root: XmlElement): XmlElement | null {
  const [only] = root.children;
  if (root.children.length !== 1 || only?.kind !== 'group') return null;
  return only.attributes.get('name') === ANONYMOUS && only.children.length === 0 ? only : null;
}

/** Replaces the `extend` tags of a tree by the content of the templates they name. */
export class ExtendResolver {
  private loadedCount = 0;

  constructor(private readonly context: Pick<CompileContext, 'files' | 'functions'>) {}

  /** Resolves the tags below the root of a template; the tree is changed in place. */
  resolveTemplate(root: XmlElement, depth = 0): void {
    root.children = root.children.flatMap((child) => {
      if (child.kind === 'extend') return this.contentForTemplate(child, depth);
      if (GROUP_TAGS.includes(child.kind)) this.resolveGroup(child, depth);
      return [child];
    });
  }

  private resolveGroup(group: XmlElement, depth: number): void {
    group.children = group.children.flatMap((child) => {
      if (child.kind !== 'extend') {
        this.resolveGroup(child, depth);
        return [child];
      }
      const loaded = this.load(child, depth);
      const anonymous = isAnonymousText(loaded);
      if (anonymous === null) return this.select(loaded, child).filter(({ kind }) => GROUP_TAGS.includes(kind));
      group.text += anonymous.text;
      return [];
    });
  }

  private contentForTemplate(extend: XmlElement, depth: number): XmlElement[] {
    const loaded = this.load(extend, depth);
    if (loaded.attributes.has('name')) return [loaded];
    const anonymous = isAnonymousText(loaded);
    if (anonymous === null) return this.select(loaded, extend);
    const inner = new XmlElement('group', new Map(), anonymous.line);
    inner.text = anonymous.text;
    anonymous.text = '';
    anonymous.children = [inner];
    return [anonymous];
  }

  private load(extend: XmlElement, depth: number): XmlElement {
    const path = extend.attributes.get('template');
    if (path === undefined) throw new TtpTemplateError('An extend tag needs the attribute "template"', extend.line);
    if (depth >= MAX_DEPTH) {
      throw new TtpTemplateError(`Templates extend one another too deeply; the last is "${path}"`, extend.line);
    }
    if (++this.loadedCount > MAX_LOADED) {
      throw new TtpTemplateError(`The template is made of more than ${MAX_LOADED} others`, extend.line);
    }
    const text = this.context.files.read(path);
    if (text === undefined) {
      throw new TtpFileNotFoundError(`The template "${path}", named by an extend tag, does not exist`, extend.line);
    }
    const root = parseTemplateTree(this.preprocess(text, extend));
    this.resolveTemplate(root, depth + 1);
    return root;
  }

  private preprocess(text: string, { attributes, line }: XmlElement): string {
    const name = attributes.get('macro');
    if (name === undefined) return text;
    const result = macroCall(this.context.functions, name, line)(text);
    return typeof result === 'string' ? result : text;
  }

  private select(loaded: XmlElement, { attributes }: XmlElement): XmlElement[] {
    let groupIndex = -1;
    return loaded.children.filter((child) => {
      if (GROUP_TAGS.includes(child.kind)) groupIndex++;
      const filter = [...FILTERS].find(([, tags]) => tags.includes(child.kind))?.[0];
      const wanted = filter === undefined ? undefined : attributes.get(filter);
      if (wanted === undefined) return true;
      const names = wanted.split(',').map((name) => name.trim());
      return (
        names.includes(child.attributes.get('name') ?? '') ||
        (filter === 'groups' && names.includes(String(groupIndex)))
      );
    });
  }
}
