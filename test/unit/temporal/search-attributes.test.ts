import { expect, test } from 'vitest';
import { errorListUrl, workflowsUrl } from '../../../temporal/ui-addresses.ts';

test('the error list’s address carries its query through a browser unchanged', () => {
  const url = new URL(errorListUrl('http://127.0.0.1:8642/', 'fugo'));
  expect(url.pathname).toBe('/namespaces/fugo/workflows');
  expect(url.searchParams.get('query')).toBe('FugoErrorCode IS NOT NULL AND ExecutionStatus="Running"');
  expect(url.href).not.toContain('+');
});

test('a workflow’s page is below the list, by its id', () => {
  expect(workflowsUrl('http://127.0.0.1:8642', 'fugo')).toBe('http://127.0.0.1:8642/namespaces/fugo/workflows');
});
