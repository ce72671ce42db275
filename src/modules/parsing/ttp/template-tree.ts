import { XmlElement } from './xml-element.js';
import { parseXml, XmlSyntaxError } from './xml-parser.js';
import { TtpTemplateError } from './ttp.errors.js';

/** Name of the group a template without tags consists of. */
export const ANONYMOUS = '_anonymous_';

/** How a document begins whose root may be a `template`: with the tag, a comment or a declaration. */
const MAY_BE_TEMPLATE = /^\s*<(?:template|[!?])/i;

function tryParse(text: string): XmlElement | null {
  try {
    return parseXml(text);
  } catch (error) {
    if (error instanceof XmlSyntaxError) return null;
    throw error;
  }
}

/** Reads the text as the inside of a template; lines count as in the text itself. */
function parseWrapped(text: string): XmlElement {
  try {
    return parseXml(`<template>\n${text}\n</template>`, 0);
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    throw new TtpTemplateError(`The template is no valid XML: ${error.message}`, Math.max(error.line, 1), error);
  }
}

/** A template's text as a tree whose root is a `template`. Throws `TtpTemplateError` where it is no XML. */
export function parseTemplateTree(text: string): XmlElement {
  const parsed = MAY_BE_TEMPLATE.test(text) ? tryParse(text) : null;
  const root = parsed?.kind === 'template' ? parsed : parseWrapped(text);
  if (root.children.length === 0) {
    const group = new XmlElement('group', new Map([['name', ANONYMOUS]]), root.contentLine - 1);
    group.text = `\n${root.text}\n`;
    root.text = '';
    root.children = [group];
  }
  return root;
}
