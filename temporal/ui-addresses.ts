import { errorCodeAttribute } from '../contracts/search-attribute-names.ts';

/** Address of the error list in the Temporal Web UI: who waits for staff, as a saved query. */
export function errorListUrl(uiUrl: string, namespace: string): string {
  const query = `${errorCodeAttribute} IS NOT NULL AND ExecutionStatus="Running"`;
  return `${workflowsUrl(uiUrl, namespace)}?query=${encodeURIComponent(query)}`;
}

/** The list of workflows in the Temporal Web UI; each has its page below, by its id. */
export function workflowsUrl(uiUrl: string, namespace: string): string {
  return `${uiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`;
}
