import { errorCodeAttribute } from '../contracts/search-attribute-names.ts';

/** Who waits for staff, as a query of the Temporal Web UI. */
export const errorListQuery = `${errorCodeAttribute} IS NOT NULL AND ExecutionStatus="Running"`;

/** The address of the error list in the Temporal Web UI. */
export function errorListUrl(uiUrl: string, namespace: string): string {
  return `${workflowsUrl(uiUrl, namespace)}?query=${encodeURIComponent(errorListQuery)}`;
}

/** The list of workflows in the Temporal Web UI; each workflow's page is below it, by id. */
export function workflowsUrl(uiUrl: string, namespace: string): string {
  return `${uiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`;
}
