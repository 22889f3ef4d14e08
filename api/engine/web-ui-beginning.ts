/**
 * The script that runs before the Temporal Web UI's own. The UI keeps its columns and saved queries in the browser's
 * local storage and takes neither from an address nor from its server, so this puts fugo's there: the error list as a
 * saved query, and the columns where the person has chosen none.
 */
import { errorCodeAttribute, stageAttribute } from '../../contracts/search-attribute-names.ts';
import { errorListQuery } from '../../temporal/ui-addresses.ts';

/** The UI's own first columns, with code and stage where they are seen on a narrow screen. */
const columns = ['Status', errorCodeAttribute, stageAttribute, 'Workflow ID', 'Type', 'Start', 'End'];
const errorList = { id: 'fugo-error-list', name: 'エラーリスト Error list', query: errorListQuery };

export function beginningScript(namespace: string): string {
  const own = { namespace, columns: columns.map((label) => ({ label })), errorList };
  return `const own = ${JSON.stringify(own)};
const kept = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name) ?? '{}') ?? {};
  } catch {
    return {};
  }
};
const change = (name, value) => localStorage.setItem(name, JSON.stringify({ ...kept(name), [own.namespace]: value }));
if (!kept('namespace-workflow-table-columns')[own.namespace]) change('namespace-workflow-table-columns', own.columns);
const queries = kept('saved-workflow-queries')[own.namespace] ?? [];
if (!queries.some(({ id }) => id === own.errorList.id)) change('saved-workflow-queries', [own.errorList, ...queries]);
`;
}
