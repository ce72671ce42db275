/** An element of a template, with its text the way Python's ElementTree splits it. */
export class XmlElement {
  /** Text before the first child. */
  text = '';
  /** Text between the end of this element and the next tag. */
  tail = '';
  children: XmlElement[] = [];
  /** Line the text before the first child begins on. */
  contentLine: number;
  /** Line the tail begins on. */
  tailLine: number;

  constructor(
    readonly tag: string,
    /** In the order of the document. */
    readonly attributes: Map<string, string>,
    /** Line of the document the element starts at, from 1. */
    readonly line: number,
  ) {
    this.contentLine = line;
    this.tailLine = line;
  }

  /** The tag in lower case, as templates compare it. */
  get kind(): string {
    return this.tag.toLowerCase();
  }
}

const ESCAPES: Readonly<Partial<Record<string, string>>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => ESCAPES[character] ?? character);
}

/** The element as XML, without its tail. */
export function serializeXml({ tag, attributes, text, children }: XmlElement): string {
  const list = [...attributes].map(([name, value]) => ` ${name}="${escape(value, /[&<>"]/g)}"`).join('');
  const content = children.map((child) => serializeXml(child) + escape(child.tail, /[&<>]/g)).join('');
  const body = escape(text, /[&<>]/g) + content;
  return body === '' ? `<${tag}${list} />` : `<${tag}${list}>${body}</${tag}>`;
}
