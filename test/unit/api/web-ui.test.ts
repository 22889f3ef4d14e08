import { describe, expect, test } from 'vitest';
import { municipalityOf, passedOn, webUiAddressOf } from '../../../api/engine/web-ui-address.ts';
import { narrowedTo } from '../../../api/engine/web-ui-query.ts';

describe('a query of the Temporal Web UI', () => {
  const own = 'FugoMunicipality IN ("131016")';

  test.each([
    ['', own],
    ['GROUP BY ExecutionStatus', `${own} GROUP BY ExecutionStatus`],
    ['`ExecutionStatus`="Running"', `(\`ExecutionStatus\`="Running") AND ${own}`],
    ['a="1" OR b="2" GROUP BY ExecutionStatus', `(a="1" OR b="2") AND ${own} GROUP BY ExecutionStatus`],
    ['WorkflowId="a) OR (b"', `(WorkflowId="a) OR (b") AND ${own}`],
  ])('%s is narrowed to the own municipalities', (query, narrowed) => {
    expect(narrowedTo(query, ['131016'])).toBe(narrowed);
  });

  test.each([
    'a="1") OR (b="2"',
    '(a="1"',
    'a="1',
    "a='\\'' OR b=' OR 1",
    'a="1" --',
    'a="1" /*',
    'a="1";',
    'a="1" #',
    ')(',
  ])('%s is refused, because it reaches out of its place', (query) => {
    expect(narrowedTo(query, ['131016'])).toBeUndefined();
  });
});

describe('an address of the Temporal Web UI', () => {
  test.each([
    ['/api/v1/namespaces/default/workflows/sweep%2F131016/history', 'sweep/131016'],
    ['/api/v1/namespaces/default/workflows/sweep%2F131016', 'sweep/131016'],
    ['/api/v1/namespaces/default/workflows/sweep%2F131016/runs/01-a', 'sweep/131016'],
  ])('%s is about one workflow', (path, workflowId) => {
    expect(webUiAddressOf(path, 'default')).toMatchObject({ kind: 'workflow', workflowId });
  });

  test.each([
    '/api/v1/namespaces/default/workflows/a/../b/history',
    '/api/v1/namespaces/default/workflows/sweep%2F131016%2F..%2F..%2Fx/history',
    '/api/v1/namespaces/other/workflows',
    '/api/v1/namespaces/default/workflows/a/terminate',
    '/api/v1/namespaces/default/workflows/a/query/status',
    '/api/v1/namespaces/default/workflows/%E0%A4%A/history',
    '/api/v1/namespaces/default/workflows//history',
    '/api/v1/namespaces/default/schedules',
    '/api/v1/nexus/endpoints',
    '/api/v2/settings',
    '/api',
    '/auth/sso',
    '/render',
  ])('%s is refused', (path) => {
    expect(webUiAddressOf(path, 'default')).toBeUndefined();
  });

  test('a parameter that might name another workflow is dropped', () => {
    const query = new URLSearchParams('execution.workflow_id=b&execution.runId=r&namespace=other&nextPageToken=t');
    expect(passedOn(query).toString()).toBe('execution.runId=r&nextPageToken=t');
  });

  test.each([
    ['acquire-code/131016/01890a5d', '131016'],
    ['sweep/131016-2026-11-30T00:00:00Z', '131016'],
    ['confirm-codes/131016', '131016'],
    ['acquire-code/1310160/x', null],
    ['inquiry/131016123', null],
    ['job-nets', null],
  ])('%s works for %s', (workflowId, municipality) => {
    expect(municipalityOf(workflowId)).toBe(municipality);
  });
});
