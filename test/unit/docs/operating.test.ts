/** "Operating the Juki net": what its pages say again of the rules, the pages and the commands is held equal to them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../../cli/program.ts';
import { exitCodes } from '../../../cli/terminal/exit.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { findMinutes, clockOfMinutes } from '../../../domain/calendar/civil-date.ts';
import { knownCauses, wordsOfCause } from '../../../domain/monitoring/causes.ts';
import { checkKinds } from '../../../domain/monitoring/names.ts';
import { planSteps, stepErrors } from '../../../domain/operating-day.ts';
import { tiers, type Tier } from '../../../domain/organisations.ts';
import { reaches, rights, rightsInTier, type AnyRole, type Right } from '../../../domain/rights.ts';
import { readMessages } from '../../support/messages.ts';
import { nameMessages } from '../../../web/components/name-messages.ts';
import { pages } from '../../../web/shell/pages.ts';
import { codeOf, readDocument, root, tableOf } from './markdown.ts';

const folder = 'docs/operating';
const languages = ['ja', 'en'] as const;
type Language = (typeof languages)[number];
const pageOf = (name: string, language: Language): string =>
  join(folder, language === 'ja' ? `${name}.md` : `${name}-en.md`);

const [nation, prefecture, municipality] = ['nation', '130001', '131016'];

test('every page is there in both languages, with as many headings and as many rows of tables', () => {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
  const japanese = names.filter((name) => !name.endsWith('-en.md')).map((name) => name.replace('.md', ''));
  expect(names.toSorted()).toEqual(japanese.flatMap((name) => [`${name}.md`, `${name}-en.md`]).toSorted());
  const countOf = (page: string, pattern: RegExp): number => readDocument(page).match(pattern)?.length ?? 0;
  for (const name of japanese) {
    for (const pattern of [/^#+ /gmu, /^\| /gmu, /^- /gmu]) {
      const [ja, en] = languages.map((language) => countOf(pageOf(name, language), pattern));
      expect({ name, pattern, count: en }).toEqual({ name, pattern, count: ja });
    }
  }
});

describe.each(languages)('the overview in %s', (language) => {
  const overview = pageOf('README', language);

  test('lists the rights of every role of every tier, as the rules give them', () => {
    const above = ['administrator', 'manager', 'auditor'] as const;
    const columns: ReadonlySet<Right>[] = [
      ...(['clerk', 'supervisor', 'administrator', 'manager', 'auditor'] as const).map((role) =>
        rightsInTier('municipality', [role]),
      ),
      ...above.map((role) => rightsInTier('prefecture', [role])),
      ...[...above, 'call-centre' as const].map((role) => rightsInTier('nation', [role])),
    ];
    const known = rights
      .filter((right) => columns.some((given) => given.has(right)))
      .map((right) => [
        right,
        nameMessages[`right.${right}`][language],
        ...columns.map((given) => (given.has(right) ? '✓' : '')),
      ]);
    expect(tableOf(overview, 'rights').map(([right, ...rest]) => [codeOf(right), ...rest])).toEqual(known);
  });

  test('names the roles in the head of that table', () => {
    const head = /<!-- rights:start -->\s+(?<head>\|.*)/u.exec(readDocument(overview))?.groups?.['head'] ?? '';
    const order: AnyRole[] = ['clerk', 'supervisor', 'administrator', 'manager', 'auditor'];
    const above = ['administrator', 'manager', 'auditor'] as const;
    const roles = [...order, ...above, ...above, 'call-centre'] as const;
    const named = [...head.matchAll(/<br>([^|]+?) +\|/gu)].map(([, name]) => name);
    expect(named).toEqual(roles.map((role) => nameMessages[`role.${role}`][language]));
  });

  test('says which rights reach other organisations', () => {
    const reach = (right: Right): boolean[] => [
      reaches(right, nation, prefecture) && reaches(right, nation, municipality),
      reaches(right, prefecture, municipality),
      reaches(right, municipality, prefecture) && reaches(right, municipality, nation),
    ];
    const known = rights
      .filter((right) => reach(right).includes(true))
      .map((right) => [right, ...reach(right).map((is) => (is ? '✓' : ''))]);
    expect(tableOf(overview, 'reach').map(([right, ...rest]) => [codeOf(right), ...rest])).toEqual(known);
  });

  test('tells the day by the times of the calendar and of the steps', () => {
    const { opens, closes, closingMarginMinutes, startLeadMinutes, dailyProcessingMinutes } = commonNationalCalendar;
    const [opensAt, closesAt] = [opens, closes].map((clock) => findMinutes(clock) ?? 0) as [number, number];
    const minute = 60_000;
    const moments = {
      startsAt: (opensAt - startLeadMinutes) * minute,
      opensAt: opensAt * minute,
      closesAt: closesAt * minute,
      dailyEndsAt: (closesAt + dailyProcessingMinutes) * minute,
    };
    const times = tiers
      .flatMap((tier) => planSteps(tier, moments))
      .flatMap(({ dueAt, deadlineAt }) => [dueAt / minute, deadlineAt / minute]);
    const known = new Set([...times, opensAt, closesAt, closesAt - closingMarginMinutes].toSorted((a, b) => a - b));
    expect(tableOf(overview, 'day').map(([time]) => time)).toEqual([...known].map(clockOfMinutes));
  });
});

describe('the guides', async () => {
  /** Whose guide it is. */
  const guides: Record<string, { role: AnyRole; tiers: readonly Tier[] }> = {
    administrator: { role: 'administrator', tiers: ['municipality', 'prefecture'] },
    management: { role: 'manager', tiers: ['municipality', 'prefecture'] },
    'national-administrator': { role: 'administrator', tiers: ['nation'] },
    'national-management': { role: 'manager', tiers: ['nation'] },
    'call-centre': { role: 'call-centre', tiers: ['nation'] },
    auditor: { role: 'auditor', tiers },
  };
  const names = Object.keys(guides);
  const catalogue = await readMessages();

  test('there is one for each role that operates', () => {
    const overview = readDocument(pageOf('README', 'ja'));
    for (const name of names) expect(overview).toContain(`(${name}.md)`);
  });

  test.each(names)('%s: the same tasks in both languages, by the same commands', (name) => {
    const [ja, en] = languages.map((language) => listTasks(pageOf(name, language)));
    expect(en?.map(({ commands }) => commands)).toEqual(ja?.map(({ commands }) => commands));
    const english = new Map(pages.map((page) => [catalogue[page.name].ja, catalogue[page.name].en]));
    expect(en?.map(({ page }) => page)).toEqual(ja?.map(({ page }) => english.get(page as never) ?? page));
  });

  test.each(names)('%s: every page that a task names is open to that role', (name) => {
    const { role, tiers: ofTiers } = guides[name] ?? { role: 'clerk', tiers: [] };
    const open = ofTiers.flatMap((tier) =>
      pages.filter((page) => page.tiers.includes(tier) && rightsInTier(tier, [role]).has(page.right)),
    );
    for (const language of languages) {
      const words = new Set<string>(open.map((page) => catalogue[page.name][language]));
      const named = listTasks(pageOf(name, language)).map(({ page }) => page);
      expect(named.filter((page) => page !== '–' && !words.has(page))).toEqual([]);
    }
  });
});

interface Task {
  page: string;
  commands: string[];
}
function listTasks(path: string): Task[] {
  return [...readDocument(path).matchAll(/<!-- tasks:start -->([^]*?)<!-- tasks:end -->/gu)].flatMap(([, part = '']) =>
    part
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) => {
        const [, , page = '', command = ''] = line.split('|').map((cell) => cell.trim());
        return { page, commands: [...command.matchAll(/`([^`]+)`/gu)].map(([, text = '']) => text) };
      }),
  );
}

describe('every command that a page names', () => {
  const { env, stdin, stdout, stderr } = process;
  const program = createProgram({ env, language: 'en', stdin, stdout, stderr }, { exitCode: exitCodes.ok });
  const commands = new Set(
    readdirSync(join(root, folder)).flatMap((name) =>
      [...readDocument(join(folder, name)).matchAll(/`fugo ([^`]+)`/gu)].map(([, text = '']) => text),
    ),
  );

  test.each([...commands])('fugo %s', (text) => {
    const words = text.split(' ');
    const path = pathOf(program, words);
    expect(path.length).toBeGreaterThan(1);
    const rest = words.slice(path.length - 1);
    const known = new Set(path.flatMap((command) => command.options.map(({ long }) => long ?? '')));
    expect(rest.filter((word) => word.startsWith('--') && !known.has(word))).toEqual([]);
    // What follows the command and is no option is an argument, in capitals; else it is a command that does not exist.
    const first = rest.findIndex((word) => word.startsWith('--'));
    const given = first === -1 ? rest : rest.slice(0, first);
    expect(given.filter((word) => !/^[A-Z_]+$/u.test(word))).toEqual([]);
  });
});

/** The command that the words name, with those that it belongs to. */
function pathOf(from: Command, words: readonly string[], path: Command[] = [from]): Command[] {
  const next = from.commands.find((command) => command.name() === words[0]);
  return next ? pathOf(next, words.slice(1), [...path, next]) : path;
}

describe.each(languages)('the runbook in %s', (language) => {
  const text = readDocument(pageOf('runbook', language));
  const labels = {
    ja: { targets: '対象', causes: '原因', errors: '手順のエラー', others: '状態' },
    en: { targets: 'Target', causes: 'Cause', errors: 'Step error', others: 'State' },
  }[language];
  const parts = {
    ja: ['見えるもの', '住民の要求', '最初に見る', 'すること', '終わり', '知らせる'],
    en: ['Seen', 'Requests', 'Look', 'Do', 'Over', 'Tell'],
  }[language];
  const sections = text
    .split(/^## /gmu)
    .slice(2)
    .map((section) => {
      const [title = '', , kinds = '', , ...rest] = section.split('\n');
      return { title, kinds, body: rest.join('\n') };
    });
  const codesUnder = (label: string): string[] =>
    sections.flatMap(({ kinds }) => {
      const list = new RegExp(`(?:^| )${label}: (?<list>(?:\`\\w+\`(?: \\([^)]*\\))?(?:、|, )?)+)`, 'u').exec(kinds);
      return [...(list?.groups?.['list'] ?? '').matchAll(/`(\w+)`/gu)].map(([, code = '']) => code);
    });

  test('has a section for every kind of target, and one for what has none', () => {
    expect(codesUnder(labels.targets).toSorted()).toEqual([...checkKinds, 'alarm', 'monitor'].toSorted());
  });

  test('has a section for every cause of an incident, with the words that people read', () => {
    expect(codesUnder(labels.causes).toSorted()).toEqual(knownCauses.toSorted());
  });

  test('has a section for every error of a step, and says what to do about each', () => {
    expect(codesUnder(labels.errors).toSorted()).toEqual([...stepErrors].toSorted());
    expect(tableOf(pageOf('runbook', language), 'step-errors').map(([error]) => codeOf(error))).toEqual([
      ...stepErrors,
    ]);
  });

  test('says of each section what is seen, what it means for requests, what to look at and to do, when it is over, whom to tell', () => {
    for (const { title, kinds, body } of sections) {
      expect({ title, kinds }).toEqual({ title, kinds: expect.stringMatching(/^\S.*: `/u) });
      const told = [...body.matchAll(/^- \*\*(?<part>[^*]+)\*\*/gmu)].map(({ groups }) => groups?.['part']);
      expect({ title, told }).toEqual({ title, told: parts });
    }
  });

  test('calls a cause as the mail and the pages do', () => {
    const missing = knownCauses.filter((cause) => !text.includes(`\`${cause}\` (${wordsOfCause(cause)[language]})`));
    expect(missing).toEqual([]);
  });
});
