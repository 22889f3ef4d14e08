/**
 * What the staff's browser may ask of the Temporal Web UI, by its address below `/temporal`: its pages, its files, and
 * the few reading addresses of its HTTP interface that its pages of workflows use. Everything else is refused, so what a
 * later UI adds stays shut until somebody has looked at it.
 */
import type { PayloadCodec } from '@temporalio/common';

export interface WebUi {
  /** Origin of the UI server, which has `/temporal` as its public path. */
  url: string;
  namespace: string;
  codec: PayloadCodec;
}

/** Where the UI is served; it is started with this as its public path. */
export const webUiPath = '/temporal';

export type WebUiAddress =
  | { kind: 'page' }
  /** fugo's own script in front of the UI's. */
  | { kind: 'beginning' }
  | { kind: 'file'; path: string }
  | { kind: 'settings' }
  /** About the server or the namespace: no workflow. */
  | { kind: 'surroundings'; path: string }
  | { kind: 'namespaces' }
  | { kind: 'list'; path: string }
  | { kind: 'count'; path: string }
  | { kind: 'workflow'; workflowId: string; path: string };

const files =
  /^\/(?:_app|css|codemirror|i18n)\/[\w./-]+$|^\/(?:android|apple|banner|favicon|logo)[\w.-]*$|^\/(?:site\.webmanifest|Temporal_Logo_Animation\.gif)$/u;
const ofServer = new Set(['cluster-info', 'system-info']);
/** What may stand behind a workflow's id. */
const ofWorkflow = /^(?:history|history-reverse|runs?\/[\w-]+(?:\/history(?:-reverse|\.json)?)?)?$/u;
/**
 * The parameters that are passed on. The others are dropped: one named like a part of the path, such as
 * `execution.workflow_id`, might take its place.
 */
const parameters = new Set([
  'query',
  'pageSize',
  'maximumPageSize',
  'nextPageToken',
  'next_page_token',
  'execution.runId',
  'execution.run_id',
  'waitNewEvent',
  'historyEventFilterType',
  'taskQueueType',
]);

/** @param path As the browser sent it, with its percent signs, below `/temporal`. Undefined: refused. */
export function webUiAddressOf(path: string, namespace: string): WebUiAddress | undefined {
  if (path.includes('..') || path.includes('//')) return undefined;
  if (path === '/fugo-begin.js') return { kind: 'beginning' };
  if (files.test(path)) return { kind: 'file', path };
  if (!/^\/api(?:\/|$)/u.test(path))
    return /^\/(?:auth|render|healthz)(?:\/|$)/u.test(path) ? undefined : { kind: 'page' };
  const asked = /^\/api\/v1\/(.+)$/u.exec(path)?.[1] ?? '';
  if (asked === 'settings') return { kind: 'settings' };
  if (asked === 'namespaces') return { kind: 'namespaces' };
  if (ofServer.has(asked)) return { kind: 'surroundings', path };
  return inNamespace(asked, namespace);
}

function inNamespace(asked: string, namespace: string): WebUiAddress | undefined {
  const [word, name, what, id, ...rest] = asked.split('/');
  if (word !== 'namespaces' || name === undefined || decoded(name) !== namespace) return undefined;
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  if (what === undefined) return { kind: 'surroundings', path: base };
  if (id === undefined) {
    if (what === 'search-attributes') return { kind: 'surroundings', path: `${base}/search-attributes` };
    if (what === 'workflows') return { kind: 'list', path: `${base}/workflows` };
    return what === 'workflow-count' ? { kind: 'count', path: `${base}/workflow-count` } : undefined;
  }
  const item = decoded(id);
  if (item === undefined || item === '') return undefined;
  if (what === 'task-queues' && rest.length === 0) {
    return { kind: 'surroundings', path: `${base}/task-queues/${encodeURIComponent(item)}` };
  }
  const behind = rest.join('/');
  if (what !== 'workflows' || !ofWorkflow.test(behind)) return undefined;
  const path = [`${base}/workflows/${encodeURIComponent(item)}`, ...rest].join('/');
  return { kind: 'workflow', workflowId: item, path };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The query of the address with the parameters that are passed on. */
export function passedOn(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => parameters.has(name)));
}

/** The municipality that a workflow works for, by its id (`acquire-code/131016/…`, `sweep/131016`); null for others. */
export function municipalityOf(workflowId: string): string | null {
  return /^[a-z-]+\/(\d{6})(?:[/-]|$)/u.exec(workflowId)?.[1] ?? null;
}
