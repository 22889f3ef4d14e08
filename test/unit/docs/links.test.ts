import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, linksOf, markdownFiles, readDocument, root } from './markdown.ts';

const files = markdownFiles();

test('there are documents to look at', () => {
  expect(files).toContain('README.md');
  expect(files).toContain(join('docs', 'technical-description.md'));
});

describe.each(files)('%s', (file) => {
  test('every relative link leads to a file or folder, and its anchor to a heading', () => {
    const broken = linksOf(readDocument(file)).filter((link) => !isExternal(link) && !leadsSomewhere(file, link));
    expect(broken).toEqual([]);
  });
});

test('a link of each kind is found, and one in code is not', () => {
  const text = '[a](b.md) ![c](d.png "title") [e](#f)\n\n`[g](h.md)`\n\n```sh\n[i](j.md)\n```\n\n[k]: l.md\n';
  expect(linksOf(text)).toEqual(['b.md', 'd.png', '#f', 'l.md']);
});

test('anchors are made as GitHub makes them', () => {
  const text =
    '# What runs\n## `fugo up`\n## 1. S11–S16: the clerk\n## What runs\n## 符号 (code)\n```\n# no heading\n```\n';
  expect([...anchorsOf(text)]).toEqual(['what-runs', 'fugo-up', '1-s11s16-the-clerk', 'what-runs-1', '符号-code']);
});

const isExternal = (link: string): boolean => /^(?:[a-z][a-z0-9+.-]*:|\/\/)/iu.test(link);

/** An absolute path is broken too: it means another place in every checkout. */
function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#').map(decodeURIComponent);
  if (path.startsWith('/')) return false;
  const target = path === '' ? file : relative(root, join(root, dirname(file), path));
  if (target.startsWith('..') || !existsSync(join(root, target))) return false;
  if (anchor === undefined) return true;
  return target.endsWith('.md') && statSync(join(root, target)).isFile() && anchorsOf(readDocument(target)).has(anchor);
}
