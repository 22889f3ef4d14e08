/** Where news lead to, and whom they concern. */
import { expect, test } from 'vitest';
import { newsKinds, rolesOfNews, subjectOfInquiry, subjectOfProposal, type NewsKind } from '../../../domain/news.ts';
import type { Tier } from '../../../domain/organisations.ts';
import type { AnyRole } from '../../../domain/rights.ts';
import { pathOfNews } from '../../../domain/news-words.ts';

const pathOf = (kind: NewsKind, organisation: string, subject: string | null) =>
  pathOfNews({ kind, organisation, subject });
const path = (subject: string | null) => pathOf('approval', '990019', subject);

test('what waits for a second person leads to where it is decided', () => {
  expect(path('update-1')).toBe('/990019/approvals/update-1');
  expect(path(subjectOfProposal({ proposalId: 'proposal-1', failureId: 'entry-1' }))).toBe(
    '/990019/errors/entry-1/comparison',
  );
  expect(path(subjectOfProposal({ proposalId: 'proposal-1', failureId: null }))).toBe('/990019/approvals');
  expect(path(null)).toBe('/990019/approvals');
});

test('what concerns all tiers leads to the pages of the organisation that is told', () => {
  expect(pathOf('exception', '990019', 'exception-1')).toBe('/990019/hours');
  expect(pathOf('exception', '130001', null)).toBe('/organisations/130001/hours');
  expect(pathOf('calendar-change', 'nation', 'change-1')).toBe('/organisations/nation/hours');
  expect(pathOf('inquiry-written', 'nation', subjectOfInquiry(7, '3'))).toBe('/organisations/nation/inquiries/7');
  expect(pathOf('inquiry-answered', '990019', null)).toBe('/organisations/990019/inquiries');
});

test('each role is told what it may do something about, and nobody of what does not reach them', () => {
  const told = (tier: Tier, role: AnyRole): NewsKind[] =>
    newsKinds.filter((kind) => rolesOfNews(kind, tier).includes(role));
  expect(told('municipality', 'supervisor')).toEqual(['assigned', 'approval', 'load-stopped', 'overdue', 'summary']);
  expect(told('municipality', 'administrator')).toEqual(['load-stopped', 'exception', 'inquiry-answered', 'summary']);
  expect(told('municipality', 'manager')).toEqual(['exception', 'summary']);
  expect(told('prefecture', 'administrator')).toEqual(['exception', 'inquiry-answered']);
  expect(told('prefecture', 'auditor')).toEqual([]);
  expect(told('nation', 'manager')).toEqual(['calendar-change']);
  expect(told('nation', 'call-centre')).toEqual(['inquiry-given', 'inquiry-written']);
  expect(told('nation', 'administrator')).toEqual([]);
});
