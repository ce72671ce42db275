import { SaxesParser } from 'saxes';
import { XmlElement } from './xml-element.js';
import { scanXml } from './xml-scanner.js';

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
  return scanXml(text, firstLine) ?? parseAnyXml(text, firstLine);
}

function parseAnyXml(text: string, firstLine: number): XmlElement {
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
