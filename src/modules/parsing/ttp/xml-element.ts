import { SaxesParser } from 'saxes';

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

/** A text is no well-formed XML document. */
export class XmlSyntaxError extends Error {
  constructor(
    reason: string,
    readonly line: number,
  ) {
    super(reason);
    this.name = 'XmlSyntaxError';
  }
}

/** Reads an XML document, whose lines count from `firstLine`; comments vanish. Throws `XmlSyntaxError`. */
export function parseXml(text: string, firstLine = 1): XmlElement {
  const parser = new SaxesParser();
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  const addText = (piece: string): void => {
    const parent = open.at(-1);
    const last = parent?.children.at(-1);
    if (last !== undefined) last.tail += piece;
    else if (parent !== undefined) parent.text += piece;
  };
  const lineNow = (): number => parser.line + firstLine - 1;
  let openedAt = firstLine;
  parser.on('opentagstart', () => (openedAt = lineNow()));
  parser.on('opentag', ({ name, attributes }) => {
    const element = new XmlElement(name, new Map(Object.entries(attributes)), openedAt);
    element.contentLine = lineNow();
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed !== undefined) closed.tailLine = lineNow();
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', (error) => {
    throw new XmlSyntaxError(error.message.replace(/^\d+:\d+: /, ''), lineNow());
  });
  parser.write(text).close();
  if (root === undefined) throw new XmlSyntaxError('there is no element', firstLine);
  return root;
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
