/** What of a mail is an inquiry: its number in the subject, and the part that its writer has written. */

/** Stands in the subject of every mail that fugo sends, so that a reply finds its inquiry. */
export const subjectMark = (inquiry: number): string => `[fugo #${inquiry}]`;

/** The number in a subject, also when a mail program has changed blanks or widths; undefined without one. */
export function findInquiryNumber(subject: string): number | undefined {
  const digits = /\[\s*fugo\s*#\s*(\d{1,15})\s*\]/iu.exec(subject.normalize('NFKC'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The subject without the marks of replies and forwarding. */
export function plainSubject(subject: string): string {
  let text = subject
    .normalize('NFC')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  for (;;) {
    const shorter = text
      .replace(/^(?:re|fw|fwd|aw|返信|転送)\s*[::]\s*/iu, '')
      .replace(/^\[\s*fugo\s*#\s*\d{1,15}\s*\]\s*/iu, '');
    if (shorter === text) return text;
    text = shorter;
  }
}

/** The lines before what a reply quotes. A mail that is all quotation is kept whole. */
export function ownWords(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const quoted = lines.findIndex(
    (line, index) => isHead(line) || (line.startsWith('>') && lines.slice(index).every((each) => isQuoted(each))),
  );
  const own = (quoted === -1 ? lines : lines.slice(0, quoted)).join('\n').trim();
  return own === '' ? text.trim() : own;
}

const isQuoted = (line: string): boolean => line.startsWith('>') || line.trim() === '';

/** The line with which mail programs begin what they quote. */
function isHead(line: string): boolean {
  return (
    /^-{2,}\s*(?:original message|元のメッセージ|転送メッセージ|forwarded message)/iu.test(line) ||
    /^_{10,}$/u.test(line.trim()) ||
    /^(?:on\b.{0,200}\bwrote:|.{0,200}(?:さん|様)?(?:は|が)?書きました[::]?)\s*$/iu.test(line)
  );
}
