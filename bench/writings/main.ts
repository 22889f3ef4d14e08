import { writeBetween } from '../common/page.ts';
import { judgePairs, type KindFigures } from './judge-pairs.ts';

const marks = {
  begin: '<!-- writings: written by npm run bench -- writings --docs -->',
  end: '<!-- writings: end -->',
};

/**
 * `npm run bench -- writings`: recall and false hits of the search and of the judge, by kind of writing. It needs nothing
 * running, and says which pairs are wrong; with `--docs` the table is put on the page. Ends with 1 when a kind misses its aim: 98 % found, at most 0.5 % false hits.
 */
export function measureWritings(args: readonly string[]): number {
  const kinds = judgePairs();
  if (args.includes('--docs')) writeBetween(marks, writingsTable(kinds));
  const wrong = kinds.flatMap((kind) => kind.wrong);
  process.stdout.write(`${writingsTable(kinds)}\n`);
  for (const { kind, one, other } of wrong) process.stdout.write(`${kind}: ${one} | ${other}\n`);
  return meetsAims(kinds) ? 0 : 1;
}

export function meetsAims(kinds: readonly KindFigures[]): boolean {
  const others = kinds.filter(({ agree }) => !agree);
  const pairs = others.reduce((sum, kind) => sum + kind.pairs, 0);
  const falseHits = others.reduce((sum, kind) => sum + kind.wrong.length, 0);
  return (
    falseHits / pairs <= 0.005 &&
    kinds.every(({ agree, wrong, pairs: all }) => !agree || (all - wrong.length) / all >= 0.98)
  );
}

export function writingsTable(kinds: readonly KindFigures[]): string {
  const rows = kinds.map(({ kind, agree, pairs, unseen, wrong, unseenWrong, judgedWrong }) => [
    kind,
    agree ? 'one' : 'two',
    String(pairs),
    String(unseen),
    String(wrong.length),
    String(unseenWrong),
    judgedWrong === null ? '–' : String(judgedWrong),
  ]);
  const head = ['Kind', 'Means', 'Pairs', 'of them unseen', 'Wrong', 'of them unseen', 'Judged wrong'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
