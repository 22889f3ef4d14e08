import { expect, test } from 'vitest';
import { errorListUrl } from '../../../temporal/search-attributes.ts';

test('the error list’s address carries its query through a browser unchanged', () => {
  const url = new URL(errorListUrl('http://127.0.0.1:8642/', 'fugo'));
  expect(url.pathname).toBe('/namespaces/fugo/workflows');
  expect(url.searchParams.get('query')).toBe('FugoErrorCode IS NOT NULL AND ExecutionStatus="Running"');
  expect(url.href).not.toContain('+');
});
