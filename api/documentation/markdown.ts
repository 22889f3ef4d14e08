/** The guides as HTML, by `marked`; what is HTML in them stands there as text, but for comments and line breaks. */
import { Marked, type Tokens } from 'marked';

interface MarkdownOptions {
  /** Where a link leads on the page; undefined leaves its words alone. */
  linkOf: (target: string) => string | undefined;
  /** Other names under which a section can be found, from its first line. */
  idsOf: (firstLine: string) => string[];
  /** The same text in another language, heading by heading: each section is found by that one's name too. */
  other?: string | undefined;
}

export function renderMarkdown(text: string, { linkOf, idsOf, other = '' }: MarkdownOptions): string {
  const marked = new Marked();
  const firstLines = new Map<string, string>();
  const otherNames = headingsOf(other).map(anchorOf);
  let headings = 0;
  marked.use({
    renderer: {
      heading({ tokens, depth, text: title, raw }) {
        const otherName = otherNames[headings++];
        const names = [...idsOf(firstLines.get(raw) ?? ''), ...(otherName === undefined ? [] : [otherName])];
        const own = anchorOf(title);
        const ids = names.filter((name) => name !== own).map((name) => `<span id="${escape(name)}"></span>`);
        const words = this.parser.parseInline(tokens);
        return `<h${String(depth)} id="${escape(own)}">${ids.join('')}${words}</h${String(depth)}>\n`;
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

function headingsOf(text: string): string[] {
  return new Marked()
    .lexer(text)
    .flatMap((token) => (token.type === 'heading' && 'text' in token ? [String(token.text)] : []));
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
