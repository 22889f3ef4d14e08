/**
 * Writes domain/values/character-tables.ts from the public tables, as the npm package `@mandel59/mojidata` 1.8.1
 * (dist/moji.db) and Debian's `unicode-data` (EquivalentUnifiedIdeograph.txt) carry them:
 *
 *     node scripts/character-tables.mjs moji.db EquivalentUnifiedIdeograph.txt | npx prettier --parser typescript
 *
 * The pairs are facts of the tables that the headings name. A pair is left out where the variant is a character of the
 * 常用漢字表 or of the 人名用漢字 in its own right (苅 is not 刈), where a table gives a variant two standards, or where
 * the standard is no character of either list: such a variant is no safe key in names.
 */
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import process from 'node:process';

const [databasePath = '', radicalsPath = ''] = process.argv.slice(2);
if (databasePath === '' || radicalsPath === '') throw new Error('moji.db EquivalentUnifiedIdeograph.txt');
const database = new DatabaseSync(databasePath, { readOnly: true });
const pairsOf = (query) =>
  database
    .prepare(query)
    .all()
    .map(({ variant, standard }) => [variant.normalize('NFKC'), standard.normalize('NFKC')])
    .filter(([variant, standard]) => variant !== standard);

const joyo = pairsOf('select 康熙字典体 as variant, 漢字 as standard from joyo_kangxi');
const listed = (table) => pairsOf(`select object as variant, subject as standard from "${table}"`);
const jinmei = [...listed('kdpv_jinmei1/variant'), ...listed('kdpv_jinmei2/variant')];
const hyogai = listed('kdpv_hyogai/variant').map(([standard, variant]) => [variant, standard]);
const register = (table) =>
  pairsOf(`select distinct m.対応するUCS as variant, s.縮退UCS as standard
    from "${table}" s join mji m using (MJ文字図形名)
    where m.対応するUCS is not null and s.縮退UCS is not null order by 1, 2`);
const standards = new Set(
  database
    .prepare(`select distinct 対応するUCS as c from mji where 漢字施策 is not null and 対応するUCS is not null`)
    .all()
    .map(({ c }) => c.normalize('NFKC')),
);

/** Exchanges of JIS X 0208:1983 (22 pairs and 4 additions), and what JIS X 0213:2000 and 2004 separated again. */
const jis = [
  '鰺鯵鶯鴬蠣蛎攪撹竈竃灌潅諫諌頸頚礦砿蘂蕊靱靭賤賎壺壷礪砺檮梼濤涛邇迩蠅蝿檜桧儘侭藪薮籠篭堯尭槇槙遙遥瑤瑶',
  '啞唖焰焔鷗鴎嚙噛俠侠軀躯鹼鹸麴麹屢屡繡繍蔣蒋醬醤蟬蝉搔掻驒騨簞箪摑掴塡填顚顛禱祷瀆涜囊嚢潑溌醱醗頰頬麵麺萊莱蠟蝋攢攅',
  '俱倶剝剥𠮟叱吞呑噓嘘姸妍屛屏幷并瘦痩繫繋',
].flatMap((row) => Array.from(row).flatMap((c, at, all) => (at % 2 === 0 ? [[c, all[at + 1]]] : [])));

const parents = new Map();
const rootOf = (character) => {
  let root = character;
  while (parents.has(root)) root = parents.get(root);
  return root;
};
const join = ([variant, standard]) => {
  const [from, to] = [rootOf(variant), rootOf(standard)];
  if (from !== to) parents.set(from, to);
};
for (const pair of [...joyo, ...jinmei, ...hyogai, ...jis]) join(pair);
const strong = new Set([...parents.keys(), ...parents.values()]);

const registers = {
  sameCharacters: 'mjsm_民二5202号通知別表_正字俗字等対照表',
  vulgarCharacters: 'mjsm_民一2842号通達別表_誤字俗字正字一覧表_俗字',
  wrongCharacters: 'mjsm_民一2842号通達別表_誤字俗字正字一覧表_無印',
  registerCharacters: 'mjsm_戸籍統一文字情報_親字正字',
  unifiedCharacters: 'mjsm_JIS包摂規準UCS統合規則',
};
/** The standards that the tables down to the present one give a variant. */
const targets = new Map();
const isSafe = ([variant, standard]) =>
  !standards.has(variant) &&
  !strong.has(variant) &&
  targets.get(variant).size === 1 &&
  (standards.has(standard) || strong.has(standard));
/** Characters of names and places that a register's table gives to another character, but no clerk does. */
const apart = new Set('舛苅个乢宍醋吊樮夂巛尢勹崧唔楜碚迹偀伹');
const kept = new Set();
const safeOf = (table) => {
  const pairs = register(table);
  for (const [variant, standard] of pairs) {
    targets.set(variant, (targets.get(variant) ?? new Set()).add(rootOf(standard)));
  }
  return pairs.filter((pair) => {
    if (!isSafe(pair) || apart.has(pair[0]) || kept.has(pair[0])) return false;
    kept.add(pair[0]);
    return true;
  });
};

const radicals = readFileSync(radicalsPath, 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, first = '', last = '', to = ''] = /^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)/u.exec(line) ?? [];
    if (first === '') return [];
    const from = Number.parseInt(first, 16);
    const count = Number.parseInt(last === '' ? first : last, 16) - from + 1;
    return Array.from({ length: count }, (_, at) => [
      String.fromCodePoint(from + at),
      String.fromCodePoint(Number.parseInt(to, 16)),
    ]);
  });

/** Variant and standard alternate; lines of 40 pairs. */
const escape = (c) => (/[\u2e80-\u2fdf\u31c0-\u31ef]/u.test(c) ? `\\u{${c.codePointAt(0).toString(16)}}` : c);
const literal = (pairs) => {
  const unique = [...new Set(pairs.map((pair) => pair.join(' ')))].map((pair) => pair.split(' '));
  const lines = [];
  for (let at = 0; at < unique.length; at += 28) {
    lines.push(
      `'${unique
        .slice(at, at + 28)
        .map((pair) => pair.map(escape).join(''))
        .join('')}'`,
    );
  }
  return { count: unique.length, text: lines.join(' +\n  ') };
};
const constant = (name, pairs, source) => {
  const { count, text } = literal(pairs);
  return `/** ${source} ${count} pairs. */\nexport const ${name} =\n  ${text};\n`;
};

process.stdout.write(
  [
    `/**
 * Public tables of variants, made by scripts/character-tables.mjs: variant and standard alternate. The compatibility
 * ideographs among them are left to NFKC, which knows each. Sources and counts stand at each table.
 */
`,
    constant(
      'oldForms',
      joyo,
      '常用漢字表 (内閣告示第2号, 2010), 康熙字典体 (364 in the table, 62 of them compatibility ideographs):',
    ),
    constant(
      'nameForms',
      jinmei,
      '人名用漢字 (戸籍法施行規則 別表第二, 2017), 一 (18) and 二 (212), without compatibility ideographs:',
    ),
    constant('shortForms', hyogai, '表外漢字字体表 (国語審議会, 2000), 簡易慣用字体:'),
    constant('jisForms', jis, 'JIS X 0208:1978/1983 and JIS X 0213:2000/2004, written by hand:'),
    constant(
      'sameCharacters',
      safeOf(registers.sameCharacters),
      '正字・俗字等対照表 (法務省民二第5202号通知 別表, 1990):',
    ),
    constant(
      'vulgarCharacters',
      safeOf(registers.vulgarCharacters),
      '誤字俗字・正字一覧表 (法務省民一第2842号通達 別表, 2004), 俗字, as far as not above:',
    ),
    constant('wrongCharacters', safeOf(registers.wrongCharacters), 'The same table, 誤字, as far as not above:'),
    constant(
      'registerCharacters',
      safeOf(registers.registerCharacters),
      '戸籍統一文字情報 (法務省), 親字・正字, as far as not above:',
    ),
    constant(
      'unifiedCharacters',
      safeOf(registers.unifiedCharacters),
      'JIS X 0213 包摂規準 and UCS 統合規則, as far as not above:',
    ),
    constant('radicals', radicals, 'EquivalentUnifiedIdeograph.txt of Unicode 15.0, whole:'),
  ].join('\n'),
);
