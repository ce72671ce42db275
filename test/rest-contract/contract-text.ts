import { readFileSync } from 'node:fs';
import { sharedFile } from '../support/vectors.js';

export const CONTRACT = 'contract/api.md';

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** Which of these sentences the contract does not say. */
export function notInContract(sentences: readonly string[]): string[] {
  const contract = inOneLine(readFileSync(sharedFile(CONTRACT), 'utf8'));
  return sentences.filter((sentence) => !contract.includes(inOneLine(sentence)));
}
