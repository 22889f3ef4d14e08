/** Reading this project's own documents. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

const notOurs = new Set(['node_modules', 'dist', 'coverage']);

/** Paths of all Markdown files, from the root. Folders that begin with a dot are state, not documents. */
export function markdownFiles(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || notOurs.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [relative(root, path)] : [];
  });
}

export function readDocument(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Without what is shown as code: a link in there is none. */
export function withoutCode(text: string): string {
  return text.replaceAll(/^ *(?:```|~~~)[^]*?^ *(?:```|~~~) *$/gmu, '').replaceAll(/`[^`\n]*`/gu, '');
}

/** Targets of links and images, in the order of the text. */
export function linksOf(text: string): string[] {
  const plain = withoutCode(text);
  const inline = [...plain.matchAll(/\]\(<?([^)<>\s]+)>?(?:\s+"[^"]*")?\)/gu)];
  const named = [...plain.matchAll(/^ *\[[^\]]+\]: +<?(\S+?)>?(?: +".*")?$/gmu)];
  return [...inline, ...named].map((match) => match[1] ?? '');
}

/** The names under which a reader may jump to a heading, as GitHub makes them. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, title = ''] of text.replaceAll(/^ *```[^]*?^ *```/gmu, '').matchAll(/^#{1,6} +(.+?) *#*$/gmu)) {
    const slug = slugOf(title);
    let name = slug;
    for (let again = 1; anchors.has(name); again += 1) name = `${slug}-${again}`;
    anchors.add(name);
  }
  return anchors;
}

function slugOf(title: string): string {
  const shown = title.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1').replaceAll('`', '');
  return shown
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation} -]/gu, '')
    .replaceAll(' ', '-');
}

/** The cells of the table between `<!-- name:start -->` and `<!-- name:end -->`, without its head. */
export function tableOf(path: string, name: string): string[][] {
  const part = new RegExp(`<!-- ${name}:start -->([^]*?)<!-- ${name}:end -->`, 'u').exec(readDocument(path))?.[1];
  if (part === undefined) throw new Error(`${path} has no part called ${name}.`);
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split(/(?<!\\)\|/u)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

/** The text of a cell that is wholly code. */
export function codeOf(cell: string | undefined): string {
  return /^`([^`]*)`$/u.exec(cell ?? '')?.[1] ?? '';
}
