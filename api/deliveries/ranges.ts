/**
 * The part that a `Range` header asks for (RFC 9110, 14.2), the end excluded. Undefined: the whole, also for what is not
 * understood, such as several ranges at once; `none`: there is no such part.
 */
export function findRange(
  header: string | undefined,
  length: number,
): { from: number; end: number } | 'none' | undefined {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header?.trim() ?? '');
  if (!parts) return undefined;
  const [, first = '', last = ''] = parts;
  if (first === '') {
    const suffix = Number(last);
    if (last === '') return undefined;
    return suffix === 0 || length === 0 ? 'none' : { from: Math.max(0, length - suffix), end: length };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return undefined;
  if (from >= length) return 'none';
  return { from, end: last === '' ? length : Math.min(Number(last) + 1, length) };
}
