/**
 * Whether a whole text fits a pattern in which `*` stands for any characters or none and `?` for one; all else stands for itself,
 * capitals too. Takes time in proportion to both lengths at worst, whatever the pattern.
 */
export function globMatches(pattern: string, text: string): boolean {
  const wanted = [...pattern];
  const given = [...text];
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let index = 0; index < given.length; ) {
    // The star comes first: a character of the text may be a star as well.
    if (wanted[at] === '*') {
      star = at;
      resumeAt = index;
      at += 1;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resumeAt += 1;
      index = resumeAt;
      at = star + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((one) => one === '*');
}
