import { expect, test } from 'vitest';
import type { ConfirmationRun } from '../../../contracts/api/confirmations.ts';
import { foldRuns } from '../../../web/confirmations/fold-runs.ts';

const run = (runId: string, changed: Partial<ConfirmationRun> = {}): ConfirmationRun => ({
  runId,
  startedAt: '2026-04-01T00:00:00.000Z',
  finishedAt: '2026-04-01T00:00:01.000Z',
  asked: 10,
  acquired: 0,
  errors: 0,
  unknown: 10,
  overdue: 0,
  ...changed,
});

test('runs in a row that changed nothing are folded, and no other', () => {
  const runs = [
    run('now', { finishedAt: null }),
    run('1'),
    run('2'),
    run('3', { acquired: 1 }),
    run('4'),
    run('5', { overdue: 1 }),
    run('6'),
    run('7'),
    run('8'),
  ];
  const rows = foldRuns(runs).map((row) =>
    row.kind === 'run' ? row.run.runId : row.runs.map(({ runId }) => runId).join(' '),
  );
  expect(rows).toEqual(['now', '1 2', '3', '4', '5', '6 7 8']);
  expect(foldRuns([])).toEqual([]);
});
