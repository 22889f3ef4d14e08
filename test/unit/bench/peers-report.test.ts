import { expect, test } from 'vitest';
import { Peers } from '../../../bench/load/peers/measure.ts';
import { aimsOfPeers, reportPeers } from '../../../bench/load/peers/case.ts';

const spent = (perSecond: number) => ({ residents: 100, perSecond, cpuMs: 1 });
const stopped = (perSecondAtEnd: number) => ({ ...spent(1), perSecondAtEnd });
const before = Peers.parse({ fugo: spent(600), plain: spent(1_200), textbook: stopped(2), dbos: stopped(20) });
const after = Peers.parse({ ...before, restate: stopped(30) });
const reported = (rounds: Peers[]) => [{ part: { name: 'peers', rounds: rounds.length, settings: {} }, rounds }];

test('a peer that was stopped counts by the second half of its time, against fugo in the same round', () => {
  expect(reportPeers(reported([after]))).toContain('| Restate, one by one | 30 (30–30) | 1 | 100 | 20 (20–20) |');
});

test('rounds from before a peer was there are shown without it', () => {
  expect(reportPeers(reported([before]))).not.toContain('Restate');
  expect(reportPeers(reported([before, after]))).toContain(
    '| Restate, one by one | 30 (30–30) | 1 | 100 | 20 (20–20) |',
  );
  expect(aimsOfPeers(reported([before])).map(({ missedBy }) => missedBy)).toEqual([1, 1, 1]);
});
