import { XmlElement } from './xml-element.js';

const NAME = '[A-Za-z_][\\w.-]*';
const BLANK = '[ \\t\\n]';
const ATTRIBUTE = `${BLANK}+(${NAME})${BLANK}*=${BLANK}*("[^"<&]*"|'[^'<&]*')`;
const OPENING = new RegExp(`<(${NAME})((?:${ATTRIBUTE.replaceAll('(', '(?:')})*)${BLANK}*(/?)>`, 'y');
const CLOSING = new RegExp(`</(${NAME})${BLANK}*>`, 'y');
const ATTRIBUTES = new RegExp(ATTRIBUTE, 'g');
const BLANKS = /[\t\n]/g;
const COMMENT = /<!--(?:[^-]|-(?!-))*-->/y;

/** What a document must not hold to be read here: carriage returns, characters XML does not know, and `]]>`. */
const RARE = /[^\t\n\x20-\x7e\xa0-\ud7ff]|\]\]>/;

const REFERENCE = /&(?:amp|lt|gt|quot|apos);|&/g;
const CHARACTERS: Readonly<Partial<Record<string, string>>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** Reads the plain XML that most templates are, many times faster than a complete parser. */
class XmlScanner {
  private at = 0;
  private readonly open: XmlElement[] = [];
  private root: XmlElement | null = null;
  /** Whether something was met that is no plain XML. */
  private isRare = false;

  constructor(
    private readonly text: string,
    /** Line of `at`. */
    private line: number,
  ) {}

  scan(): XmlElement | null {
    while (this.at < this.text.length && !this.isRare) {
      const tag = this.text.indexOf('<', this.at);
      this.addText(this.text.slice(this.at, tag < 0 ? this.text.length : tag));
      if (tag >= 0) this.takeMarkup();
    }
    return this.isRare || this.open.length > 0 ? null : this.root;
  }

  private moveTo(end: number): void {
    for (let feed = this.text.indexOf('\n', this.at); feed >= 0 && feed < end; feed = this.text.indexOf('\n', feed + 1))
      this.line++;
    this.at = end;
  }

  private addText(raw: string): void {
    this.moveTo(this.at + raw.length);
    const parent = this.open.at(-1);
    if (parent === undefined) {
      this.isRare ||= /[^ \t\n]/.test(raw);
      return;
    }
    const piece = raw.includes('&') ? this.resolve(raw) : raw;
    const last = parent.children.at(-1);
    if (last !== undefined) last.tail += piece;
    else parent.text += piece;
  }

  private resolve(raw: string): string {
    return raw.replace(REFERENCE, (reference) => {
      const character = CHARACTERS[reference];
      this.isRare ||= character === undefined;
      return character ?? '';
    });
  }

  private takeMarkup(): void {
    const opening = this.exec(OPENING);
    if (opening !== null) this.openElement(opening);
    else if (!this.closeElement()) this.takeComment();
  }

  private exec(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  private openElement([whole, name = '', list = '', slash]: RegExpExecArray): void {
    // A root that follows another one, or an attribute that is named twice.
    this.isRare ||= this.open.length === 0 && this.root !== null;
    this.moveTo(this.at + name.length + 2);
    const element = new XmlElement(name, this.attributesOf(list), this.line);
    this.moveTo(this.at + whole.length - name.length - 2);
    element.contentLine = element.tailLine = this.line;
    this.open.at(-1)?.children.push(element);
    this.root ??= element;
    if (slash === '') this.open.push(element);
  }

  private attributesOf(list: string): Map<string, string> {
    const attributes = new Map<string, string>();
    for (const [, name = '', value = ''] of list.matchAll(ATTRIBUTES)) {
      this.isRare ||= attributes.has(name);
      attributes.set(name, value.slice(1, -1).replace(BLANKS, ' '));
    }
    return attributes;
  }

  private closeElement(): boolean {
    const closing = this.exec(CLOSING);
    if (closing === null) return false;
    const [whole, name] = closing;
    const element = this.open.pop();
    this.isRare ||= element?.tag !== name;
    this.moveTo(this.at + whole.length);
    if (element !== undefined) element.tailLine = this.line;
    return true;
  }

  private takeComment(): void {
    const comment = this.exec(COMMENT)?.[0];
    this.isRare ||= comment === undefined;
    this.moveTo(this.at + (comment?.length ?? 0));
  }
}

/** The root of a plain XML document, whose lines count from `firstLine`; null for one that takes a complete parser to read, or to refuse. */
export function scanXml(text: string, firstLine: number): XmlElement | null {
  return RARE.test(text) ? null : new XmlScanner(text, firstLine).scan();
}
