/** Variables that hold Tom's own settings, secrets among them. */
const OWN_VARIABLES = /^tom_/i;

/** What a reference to an environment variable gives: its value, or why there is none, as the end of a sentence. */
export type ReferencedVariable = { readonly value: string } | { readonly fault: string };

/** The value of an environment variable for files that refer to one. Settings of Tom are out of their reach. */
export function referencedVariable(name: string, environment = process.env): ReferencedVariable {
  if (OWN_VARIABLES.test(name)) return { fault: 'is a setting of Tom, which may not be referred to' };
  const value = environment[name];
  return value === undefined ? { fault: 'is not set' } : { value };
}
