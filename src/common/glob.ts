/**
 * Whether `text` matches `glob` as a whole: `*` stands for any text, `?` for one character, everything else for itself in any
 * case. The time it takes is at most the product of both lengths, whatever the pattern.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = [...glob.toLowerCase()];
  const given = [...text.toLowerCase()];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < given.length;) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (pattern[at] === '?' || (at < pattern.length && pattern[at] === given[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((character) => character === '*');
}
