/** Where the line ends: at the line feed of LF or CRLF, or with the text. */
export function lineEndFrom(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Where the line's content ends, before CRLF, LF or the end of the text. */
export function contentEnd(text: string, from: number, lineEnd: number): number {
  return lineEnd > from && text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
}

export function forEachLine(text: string, visit: (content: string, line: number) => void): void {
  let line = 0;
  for (let at = 0; at < text.length; line += 1) {
    const lineEnd = lineEndFrom(text, at);
    visit(text.slice(at, contentEnd(text, at, lineEnd)), line);
    at = lineEnd + 1;
  }
}
