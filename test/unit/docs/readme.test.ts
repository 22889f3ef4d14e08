/** README.md and README.ja.md say the same: whoever reads one misses nothing of the other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
const english = read('README.md');
const japanese = read('README.ja.md');

interface Block {
  kind: string;
  commands: string[];
}
const blocksOf = (text: string): Block[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gmu)].map(([, kind = '', body = '']) => ({
    kind,
    commands: commandsOf(kind, body),
  }));

/** Without comments, which are in the document's language; of what a terminal shows, what was typed. */
function commandsOf(kind: string, body: string): string[] {
  const lines = body.split('\n').filter((line) => line !== '');
  const typed = kind === 'console' ? lines.filter((line) => line.startsWith('$ ')) : lines;
  return typed.map((line) => line.replace(/ +# .*$/u, ''));
}
const outsideOf = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gmu, '');

test('the headings have the same levels in the same order', () => {
  const levels = (text: string): string[] => [...outsideOf(text).matchAll(/^(#+) /gmu)].map(([, level = '']) => level);
  expect(levels(japanese)).toEqual(levels(english));
});

test('the blocks of code have the same commands', () => {
  expect(blocksOf(japanese)).toEqual(blocksOf(english));
});

test('the tables have as many rows, and the same names of folders', () => {
  const rows = (text: string): string[] =>
    [...text.matchAll(/^\| (.+)$/gmu)].map(([, row = '']) =>
      [...(row.split(' | ')[0] ?? '').matchAll(/`[^`]+`/gu)].join(),
    );
  expect(rows(japanese)).toEqual(rows(english));
});

test('the links and pictures lead to the same documents, where a document has two languages to the own one first', () => {
  const targets = (text: string): string[] => [
    ...new Set(
      [...text.matchAll(/\]\(([^)]+)\)/gu)].map(([, target = '']) =>
        target.replace(/-en\.md/u, '.md').replace('README.ja.md', 'README.md'),
      ),
    ),
  ];
  expect(targets(japanese).toSorted()).toEqual(targets(english).toSorted());
});
