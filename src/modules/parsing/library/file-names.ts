import type { TemplateLanguage } from './library.types.js';

type Extensions = Pick<TemplateLanguage<unknown>, 'extensions'>;

/** The files that a name may mean, the one to be preferred first: itself, then with each of the extensions in place of its own. */
export function fileNames(name: string, { extensions }: Extensions): string[] {
  const own = extensions.find((extension) => name.endsWith(extension)) ?? '';
  const base = name.slice(0, name.length - own.length);
  return [...new Set([name, ...extensions.map((extension) => base + extension)])];
}

/** The name that a new file gets: as it is with an extension of the language, else with the first one. */
export function newFileName(name: string, { extensions }: Extensions): string {
  return extensions.some((extension) => name.endsWith(extension)) ? name : name + extensions[0];
}
