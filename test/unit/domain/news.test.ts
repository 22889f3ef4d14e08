/** Where news lead to. */
import { expect, test } from 'vitest';
import { subjectOfProposal } from '../../../domain/news.ts';
import { pathOfNews } from '../../../domain/news-words.ts';

const path = (subject: string | null) => pathOfNews({ kind: 'approval', organisation: '990019', subject });

test('what waits for a second person leads to where it is decided', () => {
  expect(path('update-1')).toBe('/990019/approvals/update-1');
  expect(path(subjectOfProposal({ proposalId: 'proposal-1', failureId: 'entry-1' }))).toBe(
    '/990019/errors/entry-1/comparison',
  );
  expect(path(subjectOfProposal({ proposalId: 'proposal-1', failureId: null }))).toBe('/990019/approvals');
  expect(path(null)).toBe('/990019/approvals');
});
