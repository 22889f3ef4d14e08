/**
 * A path as `overrides[2].date`. A name that may be a misplaced value is replaced by `?`, so that it is not repeated.
 */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${String(part)}]`;
      return /^[A-Za-z_][A-Za-z_-]{0,39}[0-9]{0,2}$/u.test(String(part)) ? `.${String(part)}` : '.?';
    })
    .join('')
    .replace(/^\./u, '');
}
