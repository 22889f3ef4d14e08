/**
 * `/guides/runbook` and its neighbours: the pages of docs/operating, the guide for staff and all errors, for people who
 * have no copy of the documents. They hold nothing of anybody, so they are open as `/docs` is.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../config/language.ts';
import type { ApiApp } from '../context.ts';
import { chooseLanguage } from '../http/language.ts';
import { failureGuide } from './failure-guide.ts';
import { renderMarkdown } from './markdown.ts';

const documents = join(import.meta.dirname, '../../docs');
const folder = join(documents, 'operating');
/** For staff, and for who prepares a file of residents; pages lead to them. */
const besides = new Map(
  ['load-files', 'staff-guide', 'staff-guide-en'].map((name) => [name, join(documents, `${name}.md`)]),
);
const failureGuides = ['failures', 'failures-en'];

const style = `
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 56rem; padding: 1rem; font-family: 'Noto Sans JP', sans-serif; line-height: 1.7;
  overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.4; }
h2 { margin-top: 3rem; padding-top: 0.5rem; border-top: 1px solid; }
h2:has(:target), h2:target { border-top-width: 6px; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
pre { white-space: pre-wrap; }
@media print { a { color: inherit; } }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function addGuides(app: ApiApp): void {
  const operating = namesIn(folder);
  const names = new Set(operating.length === 0 ? [] : [...operating, ...besides.keys(), ...failureGuides]);
  const pages = new Map<string, string>();
  const pageOf = (name: string): string => {
    const page = pages.get(name) ?? renderGuide(name, names);
    pages.set(name, page);
    return page;
  };
  app.get('/guides', (c) => {
    const language = chooseLanguage(c.req.header('accept-language'));
    return c.redirect(language === 'ja' ? '/guides/README' : '/guides/README-en');
  });
  app.get('/guides/:name', (c) => {
    const name = c.req.param('name');
    if (!names.has(name)) return c.notFound();
    return c.html(pageOf(name), 200, { 'content-security-policy': policy, 'cache-control': 'no-cache' });
  });
}

/** Where the documents were left out, there are no guides. */
function namesIn(path: string): string[] {
  try {
    return readdirSync(path).flatMap((name) => /^([A-Za-z-]+)\.md$/u.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}

function renderGuide(name: string, names: ReadonlySet<string>): string {
  const language: Language = name.endsWith('-en') ? 'en' : 'ja';
  const text = textOf(name, language);
  const english = `${name}-en`;
  const body = renderMarkdown(text, {
    // Pages lead to a section by its English name, in both languages.
    other: names.has(english) ? textOf(english, 'en') : undefined,
    linkOf(target) {
      if (target.startsWith('#')) return encodeURI(target);
      const [, page = '', anchor = ''] = /^(?:\.\.\/|operating\/)?([A-Za-z-]+)\.md(#.*)?$/u.exec(target) ?? [];
      return names.has(page) ? `/guides/${page}${encodeURI(anchor)}` : undefined;
    },
    idsOf: codesOf,
  });
  const title = /^# (.+)$/mu.exec(text)?.[1] ?? name;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll(/[&<>]/gu, '')}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** Without its pictures, which are of the pages that the reader has before them. */
function textOf(name: string, language: Language): string {
  if (failureGuides.includes(name)) return failureGuide(language);
  const text = readFileSync(besides.get(name) ?? join(folder, `${name}.md`), 'utf8');
  return text.replaceAll(/^!\[[^\]]*\]\([^)]*\)\n/gmu, '');
}

/** The kinds of targets and the causes that a section of the runbook is about, by which pages lead to it. */
function codesOf(line: string): string[] {
  const lists =
    /^(?:(?:対象|Target): (?<targets>(?:`\w+`(?:、|, )?)+))?(?: ?(?:原因|Cause): (?<causes>(?:`\w+` \([^)]*\)(?:、|, )?)+))?/u;
  const { targets = '', causes = '' } = lists.exec(line)?.groups ?? {};
  return [...`${targets} ${causes}`.matchAll(/`(\w+)`/gu)].map(([, code = '']) => code);
}
