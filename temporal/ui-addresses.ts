import { errorCodeAttribute } from '../contracts/search-attribute-names.ts';

/** The address of the error list in the Temporal Web UI: who waits for staff, as a query. */
export function errorListUrl(uiUrl: string, namespace: string): string {
  const query = `${errorCodeAttribute} IS NOT NULL AND ExecutionStatus="Running"`;
  return `${workflowsUrl(uiUrl, namespace)}?query=${encodeURIComponent(query)}`;
}

/** The list of workflows in the Temporal Web UI; each workflow's page is below it, by id. */
export function workflowsUrl(uiUrl: string, namespace: string): string {
  return `${uiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`;
}
