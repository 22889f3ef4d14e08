/** Words of the pages stand in the messages of each room and nowhere else, in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { readMessages } from '../../support/messages.ts';

const web = fileURLToPath(new URL('../../../web/', import.meta.url));
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/u.test(path) && !/(?:^|[/-])messages\.ts$/u.test(path),
);
const texts = new Map(sources.map((path) => [path, readFileSync(join(web, path), 'utf8')]));

test('no source has a Japanese literal, or a capitalised English one in its markup', () => {
  expect(sources.length).toBeGreaterThan(20);
  const found = sources.flatMap((path) => literalsOf(path).map((literal) => `${path}: ${literal}`));
  expect(found).toEqual([]);
});

test('the check itself finds what it looks for', () => {
  const wrong = '<p title="Hello there">Read me {"確認"} {`Good ${x}`}</p>';
  expect(wordsIn('wrong.tsx', wrong)).toEqual(['Hello there', 'Read me', '確認', 'Good']);
});

describe('the catalogue', async () => {
  const messages = Object.entries(await readMessages());

  test('says the same values in both languages, and leaves no sentence out', () => {
    const valuesOf = (text: string): string[] => [...text.matchAll(/\{\w+\}/gu)].map(([value]) => value).toSorted();
    for (const [key, { ja, en }] of messages) {
      expect({ key, values: valuesOf(ja) }).toEqual({ key, values: valuesOf(en) });
      expect({ key, empty: ja.trim() === '' || en.trim() === '' }).toEqual({ key, empty: false });
    }
  });

  test('has no message that no page uses', () => {
    const all = [...texts.values()].join('\n');
    // Keys put together at run time: `stage.${stage}`.
    const prefixes = [...all.matchAll(/`(?<prefix>[\w.]+\.)\$\{/gu)].map(({ groups }) => groups?.['prefix'] ?? '');
    const unused = messages
      .map(([key]) => key)
      .filter((key) => !all.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)));
    expect(unused).toEqual([]);
  });
});

function literalsOf(path: string): string[] {
  return wordsIn(path, texts.get(path) ?? '');
}

/** Texts between tags, literals in them and in what they are given, that a person would read. */
function wordsIn(path: string, source: string): string[] {
  const words: string[] = [];
  const look = (node: ts.Node, inMarkup: boolean): void => {
    const text = textIn(node)?.trim() ?? '';
    // What is imported is the name of a file.
    const isImport = !ts.isSourceFile(node) && ts.isImportDeclaration(node.parent);
    if (
      !isImport &&
      (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) || (inMarkup && isSentence(text)))
    ) {
      words.push(text);
    }
    const isMarkup = inMarkup || ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node);
    ts.forEachChild(node, (child) => look(child, isMarkup));
  };
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  look(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, kind), false);
  return words;
}

function textIn(node: ts.Node): string | undefined {
  const isText =
    ts.isStringLiteralLike(node) ||
    ts.isJsxText(node) ||
    node.kind === ts.SyntaxKind.TemplateHead ||
    node.kind === ts.SyntaxKind.TemplateMiddle ||
    node.kind === ts.SyntaxKind.TemplateTail;
  return isText ? (node as ts.LiteralLikeNode).text : undefined;
}

/** Codes such as IDENTITY_MISMATCH are names and no sentences. */
function isSentence(text: string): boolean {
  return /^[A-Z][a-z]/u.test(text);
}
