import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const PAGES = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...PAGES.map((name) => join('docs', name)),
];

function proseOf(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8').replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
}

/** Where links into a page may lead: its headings, as GitHub names them. */
function anchorsOf(document: string): string[] {
  const headings = [...proseOf(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase());
  return headings.map((heading) => heading.replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}

function linksOf(document: string): string[] {
  return [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^\w+:/.test(link));
}

describe('documents', () => {
  it.each(DOCUMENTS)('%s leads nowhere that is not there', (document) => {
    const targets = linksOf(document).map((link) => link.split('#')[0] ?? '');
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([]);
  });

  it.each(DOCUMENTS)('%s leads to headings that are there', (document) => {
    const lost = linksOf(document).filter((link) => {
      const [target = '', anchor] = link.split('#');
      const page = target === '' ? document : join(dirname(document), target);
      return anchor !== undefined && page.endsWith('.md') && !anchorsOf(page).includes(anchor);
    });
    expect(lost).toEqual([]);
  });

  it.each(['README.md', 'docs/README.md'])('are all to be found from %s', (index) => {
    const linked = linksOf(index).map((link) => link.replace('docs/', ''));
    expect(PAGES.filter((page) => page !== 'README.md' && !linked.includes(page))).toEqual([]);
  });
});
