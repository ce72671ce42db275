/** NetBox filters by slugs; a name as people write it is turned into the slug that NetBox itself suggests. */
export function slugOf(value: string): string {
  return /^[-\w]+$/.test(value)
    ? value
    : value
        .trim()
        .toLowerCase()
        .replace(/[^-\w]+/g, '-');
}
