/**
 * The little Markdown of docs/operating as HTML: headings, paragraphs, lists, tables, fenced text, bold, code, links.
 * Everything else stands there as it was written; no HTML passes through.
 */

interface MarkdownOptions {
  /** Where a link leads on the page; undefined leaves its words alone. */
  linkOf: (target: string) => string | undefined;
  /** Other names under which a section can be found, from its first line. */
  idsOf: (firstLine: string) => string[];
}

export function renderMarkdown(text: string, options: MarkdownOptions): string {
  const lines = text.split('\n').filter((line) => !/^<!--.*-->$/u.test(line));
  const inline = (part: string): string => renderInline(part, options);
  const html: string[] = [];
  let at = 0;
  const takeWhile = (belongs: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && belongs(lines[at] ?? '')) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,4}) (.+)$/u.exec(line);
    const marker = /^(?:-|\d+\.) /u.exec(line)?.[0];
    if (line === '') at += 1;
    else if (heading) {
      const [, { length: level } = '', title = ''] = heading;
      at += 1;
      takeWhile((next) => next === '');
      const others = options.idsOf(lines[at] ?? '').map((id) => `<span id="${escape(id)}"></span>`);
      html.push(`<h${level} id="${escape(anchorOf(title))}">${others.join('')}${inline(title)}</h${level}>`);
    } else if (line.startsWith('```')) {
      at += 1;
      html.push(`<pre>${escape(takeWhile((next) => !next.startsWith('```')).join('\n'))}</pre>`);
      at += 1;
    } else if (line.startsWith('|')) {
      html.push(
        renderTable(
          takeWhile((next) => next.startsWith('|')),
          inline,
        ),
      );
    } else if (marker !== undefined) {
      const isOrdered = marker !== '- ';
      const items: string[][] = [];
      for (const each of takeWhile((next) => /^(?:-|\d+\.) |^ {2,}\S/u.test(next))) {
        const begins = /^(?:-|\d+\.) (.*)$/u.exec(each);
        if (begins) items.push([begins[1] ?? '']);
        else items.at(-1)?.push(each.trim());
      }
      const tag = isOrdered ? 'ol' : 'ul';
      html.push(`<${tag}>${items.map((item) => `<li>${inline(join(item))}</li>`).join('')}</${tag}>`);
    } else {
      html.push(`<p>${inline(join(takeWhile((next) => next !== '' && !/^(?:[#|]|```|- |\d+\. )/u.test(next))))}</p>`);
    }
  }
  return html.join('\n');
}

/** As GitHub makes them, so that the documents' own links lead somewhere in both places. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** Lines of Japanese are joined without a space. */
function join(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    if (text === '') return line;
    return /[ -~]$/u.test(text) || /^[ -~]/u.test(line) ? `${text} ${line}` : `${text}${line}`;
  }, '');
}

function renderTable(lines: readonly string[], inline: (text: string) => string): string {
  const [head = [], , ...body] = lines.map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split(/(?<!\\)\|/u)
      .map((cell) => inline(cell.trim().replaceAll(String.raw`\|`, '|'))),
  );
  const columns = head.map((cell) => `<th scope="col">${cell}</th>`).join('');
  const rows = body.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${columns}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function renderInline(text: string, options: MarkdownOptions): string {
  return text.replaceAll(
    /`(?<code>[^`]+)`|\*\*(?<bold>[^*]+)\*\*|\[(?<words>(?:[^[\]`]|`[^`]*`)+)\]\((?<target>[^()\s]+)\)|[&<>"']/gu,
    (...match) => {
      const { code, bold, words, target } = match.at(-1) as Record<string, string | undefined>;
      if (code !== undefined) return `<code>${escape(code)}</code>`;
      if (bold !== undefined) return `<strong>${renderInline(bold, options)}</strong>`;
      if (words === undefined || target === undefined) return escape(String(match[0]));
      const href = options.linkOf(target);
      const shown = renderInline(words, options);
      return href === undefined ? shown : `<a href="${escape(href)}">${shown}</a>`;
    },
  );
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}
