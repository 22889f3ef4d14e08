/** The guides as HTML, by `marked`; what is HTML in them stands there as text, but for comments and line breaks. */
import { Marked, type Tokens } from 'marked';

interface MarkdownOptions {
  /** Where a link leads on the page; undefined leaves its words alone. */
  linkOf: (target: string) => string | undefined;
  /** Other names under which a section can be found, from its first line. */
  idsOf: (firstLine: string) => string[];
}

export function renderMarkdown(text: string, { linkOf, idsOf }: MarkdownOptions): string {
  const marked = new Marked();
  const firstLines = new Map<string, string>();
  marked.use({
    renderer: {
      heading({ tokens, depth, text: title, raw }) {
        const ids = idsOf(firstLines.get(raw) ?? '').map((id) => `<span id="${escape(id)}"></span>`);
        const shown = this.parser.parseInline(tokens);
        return `<h${String(depth)} id="${escape(anchorOf(title))}">${ids.join('')}${shown}</h${String(depth)}>\n`;
      },
      link({ href, tokens }) {
        const target = linkOf(href);
        const shown = this.parser.parseInline(tokens);
        return target === undefined ? shown : `<a href="${escape(target)}">${shown}</a>`;
      },
      tablecell({ tokens, header }) {
        const shown = this.parser.parseInline(tokens);
        return header ? `<th scope="col">${shown}</th>` : `<td>${shown}</td>`;
      },
      image: ({ text: words }) => escape(words),
      html: ({ text: html }: Tokens.HTML | Tokens.Tag) =>
        /^\s*<!--.*-->\s*$/su.test(html) ? '' : html === '<br>' ? html : escape(html),
    },
  });
  const tokens = marked.lexer(joinLines(text)).filter(({ type }) => type !== 'space');
  for (const [at, { type, raw }] of tokens.entries()) {
    if (type === 'heading') firstLines.set(raw, tokens[at + 1]?.raw.split('\n')[0] ?? '');
  }
  return marked.parser(tokens);
}

/** As GitHub makes them, so that the documents' own links lead somewhere in both places. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** Lines of Japanese are joined without a space. */
function joinLines(text: string): string {
  return text.replaceAll(/(?<=[^\n -~])\n *(?=[^\n -~])/gu, '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => entities[sign] ?? sign);
}
