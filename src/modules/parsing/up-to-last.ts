/**
 * A text up to the last occurrence of its end mark. Looking there for what the mark closes never runs to the end of the text in
 * vain, once for each of many opening marks.
 */
export function upToLast(endMark: string, text: string): string {
  const at = text.lastIndexOf(endMark);
  return at === -1 ? '' : text.slice(0, at + endMark.length);
}
