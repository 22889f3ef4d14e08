import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from '../../support/fast-check.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { planRetention, type RetainedBase } from '../../../local/backup/retention.ts';
import {
  isOnLine,
  lineageOf,
  newestTimeline,
  openWalArchive,
  parseSegmentName,
  segmentAt,
  segmentName,
  walFrom,
} from '../../../local/backup/wal.ts';

const mib = 1_048_576;
const folder = mkdtempSync(join(tmpdir(), 'fugo-wal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the name of a WAL file', () => {
  test('is PostgreSQL’s, and is read back', () => {
    expect(segmentName(1, segmentAt('0/3000148', 16 * mib), 16 * mib)).toBe('000000010000000000000003');
    expect(segmentName(2, segmentAt('1/FF000000', 16 * mib), 16 * mib)).toBe('0000000200000001000000FF');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0xffff_ffff }),
        fc.integer({ min: 0, max: 2 ** 33 }),
        fc.constantFrom(mib, 16 * mib, 1_024 * mib),
        (timeline, segment, bytes) => {
          expect(parseSegmentName(segmentName(timeline, segment, bytes), bytes)).toEqual({ timeline, segment });
        },
      ),
    );
  });
});

describe('the WAL that a replay reads', () => {
  // Timeline 2 left timeline 1 in segment 4, and 3 left 2 in segment 6.
  const history = '1\t0/4000100\tno recovery target specified\n';
  const files = {
    '00000002.history': history,
    '00000003.history': `${history}2\t0/6000000\tbefore 2026-11-30\n`,
    ...Object.fromEntries(
      [
        ...[1, 2, 3, 4, 5].map((segment) => segmentName(1, segment, 16 * mib)),
        ...[4, 5, 6].map((segment) => segmentName(2, segment, 16 * mib)),
        ...[6, 7].map((segment) => segmentName(3, segment, 16 * mib)),
      ].map((name) => [name, '']),
    ),
    '000000010000000000000004.partial': '',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, '000000010000000000000001.sha256'), '');
  const archive = openWalArchive(folder, 16 * mib);

  test('follows the history of the newest timeline, from each only what belongs to it', () => {
    expect(newestTimeline(archive, 1)).toBe(3);
    const line = lineageOf(archive, 3);
    expect(line.map(({ timeline }) => timeline)).toEqual([1, 2, 3]);
    expect(walFrom(archive, line, '0/2000028')).toEqual({
      names: [
        '000000010000000000000002',
        '000000010000000000000003',
        '000000020000000000000004',
        '000000020000000000000005',
        '000000030000000000000006',
        '000000030000000000000007',
      ],
      missing: undefined,
    });
  });

  test('of an older timeline goes on where that one went', () => {
    expect(walFrom(archive, lineageOf(archive, 1), '0/3000028').names).toEqual([
      '000000010000000000000003',
      '000000010000000000000004',
      '000000010000000000000005',
    ]);
  });

  test('names the first file that is missing', () => {
    const names = new Set([...archive.names].filter((name) => name !== '000000020000000000000005'));
    expect(walFrom({ ...archive, names }, lineageOf(archive, 3), '0/2000028')).toMatchObject({
      missing: '000000020000000000000005',
    });
  });

  test('does not lead from a base that was made after the history was left', () => {
    const line = lineageOf(archive, 3);
    expect(isOnLine(line, 1, '0/4000100')).toBe(true);
    expect(isOnLine(line, 1, '0/5000000')).toBe(false);
    expect(isOnLine(line, 3, '0/7000000')).toBe(true);
  });
});

describe('a retention', () => {
  const days = 86_400_000;
  const now = 1_000 * days;
  const bases = fc
    .array(fc.record({ age: fc.integer({ min: 0, max: 60 * days }), verified: fc.boolean(), length: fc.nat(20) }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((all) =>
      all
        .toSorted((one, other) => other.age - one.age)
        .map(({ age, verified }, index): RetainedBase => ({
          id: `base ${index}`,
          endedAt: now - age,
          verified,
          systemIdentifier: '1',
          // Each begins some files after the one before it.
          start: `0/${(3 * index + 2).toString(16).toUpperCase()}000028`,
          segmentBytes: 16 * mib,
        })),
    );
  const wal = Array.from({ length: 60 }, (_, segment) => segmentName(1, segment, 16 * mib));

  test('never takes away what a kept base needs, nor the newest or the newest verified one', () => {
    fc.assert(
      fc.property(bases, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 40 }), (all, keep, age) => {
        const plan = planRetention(all, { 1: wal }, { keep, days: age }, now);
        expect([...plan.keep, ...plan.remove].toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        const kept = all.filter(({ id }) => plan.keep.includes(id));
        expect(kept).toContain(all.at(-1));
        const newestVerified = all.findLast(({ verified }) => verified);
        if (newestVerified) expect(kept).toContain(newestVerified);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(keep, all.length));
        for (const base of all) if (now - base.endedAt <= age * days) expect(kept).toContain(base);
        const removed = new Set(plan.removeWal['1']);
        const needed = Math.min(...kept.map(({ start }) => segmentAt(start, 16 * mib)));
        // Neither a file too many nor one too few.
        expect(wal.filter((_, segment) => segment < needed)).toEqual(wal.filter((name) => removed.has(name)));
      }),
    );
  });

  test('removes no WAL of a cluster that has no base, and no history', () => {
    const [base] = fc.sample(bases, { numRuns: 1 })[0] ?? [];
    const names = ['00000002.history', '000000010000000000000001', '000000010000000000000001.00000028.backup'];
    const plan = planRetention(base ? [base] : [], { 1: names, 2: names }, { keep: 1, days: 0 }, now);
    expect(plan.removeWal).toEqual({ 1: names.slice(1) });
  });
});
