/**
 * The Temporal Web UI behind the staff's own sign-in, for reading: pages of workflows of the municipalities in which the
 * person has `workflows:read`, with payloads opened on the way. The UI itself listens where no browser reaches it or
 * can open nothing; see web-ui-address.ts for what is passed on. Every opening of a workflow is audited.
 */
import type { Context } from 'hono';
import { compress } from 'hono/compress';
import { z } from 'zod';
import { makeReadable } from '../../temporal/readable-payloads.ts';
import { createAuditOnce } from '../audit/once.ts';
import { forbid, requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv, StaffCaller } from '../context.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { engineAway } from './call.ts';
import {
  municipalityOf,
  passedOn,
  webUiAddressOf,
  webUiPath,
  type WebUi,
  type WebUiAddress,
} from './web-ui-address.ts';
import { beginningScript } from './web-ui-beginning.ts';
import { guardedPage } from './web-ui-page.ts';
import { narrowedTo } from './web-ui-query.ts';

const right = 'workflows:read';
/** The longest answer to a question that waits for news, with room. Milliseconds. */
const patienceMs = 90_000;

export function addWebUi(app: ApiApp, context: ApiContext, ui: WebUi | undefined): void {
  if (!ui) return;
  const auditOnce = createAuditOnce(context);
  app.use(`${webUiPath}/*`, compress());
  app.all(`${webUiPath}/*`, async (c) => {
    const path = new URL(c.req.url).pathname.slice(webUiPath.length);
    const address = webUiAddressOf(path, ui.namespace);
    const caller = await findCaller(c, context);
    if (!caller) return askToSignIn(c, address);
    const municipalities = [...caller.rights].filter(([, rights]) => rights.has(right)).map(([code]) => code);
    if (municipalities.length === 0) throw await forbid(context, caller, right, null);
    if (c.req.method !== 'GET') throw new ProblemError('METHOD_NOT_ALLOWED', { headers: { allow: 'GET' } });
    if (!address) throw new ProblemError('NOT_FOUND');
    if (address.kind === 'workflow') {
      const municipality = municipalityOf(address.workflowId);
      if (municipality === null) throw await forbid(context, caller, right, null);
      await requireRight(context, caller, right, municipality);
      await auditOnce(caller, municipality, { action: 'workflows.read', subject: address.workflowId });
    }
    return answer(c, { address, ui, municipalities, publicUrl: context.publicUrl });
  });
}

async function findCaller(c: Context<ApiEnv>, { staffSessions }: ApiContext): Promise<StaffCaller | undefined> {
  const found = await staffSessions.find(c.req.raw.headers);
  for (const cookie of found?.cookies ?? []) c.header('set-cookie', cookie, { append: true });
  // Who still has to set up a second factor is sent to where that is asked for.
  return found?.session.isComplete ? found.session.caller : undefined;
}

function askToSignIn(c: Context<ApiEnv>, address: WebUiAddress | undefined): Response {
  if (c.req.method !== 'GET' || address?.kind !== 'page') throw new ProblemError('UNAUTHENTICATED');
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`/sign-in?back=${encodeURIComponent(pathname + search)}`, 302);
}

interface Asked {
  address: WebUiAddress;
  ui: WebUi;
  municipalities: readonly string[];
  publicUrl: string;
}

async function answer(c: Context<ApiEnv>, { address, ui, municipalities, publicUrl }: Asked): Promise<Response> {
  const query = passedOn(new URL(c.req.url).searchParams);
  const { signal } = c.req.raw;
  const fetchFrom = (path: string): Promise<Response> => askUi(ui, path, query, signal);
  switch (address.kind) {
    case 'beginning':
      return c.body(beginningScript(ui.namespace), 200, { 'content-type': 'text/javascript', ...unkept });
    case 'page': {
      const { html, policy } = guardedPage(await (await askUi(ui, '/', none, signal)).text(), publicUrl);
      return c.html(html, 200, { 'content-security-policy': policy, ...unkept });
    }
    case 'file': {
      const file = await fetchFrom(address.path);
      if (!file.ok) throw new ProblemError('NOT_FOUND');
      return c.body(await file.arrayBuffer(), 200, {
        'content-type': file.headers.get('content-type') ?? 'application/octet-stream',
        'cache-control': address.path.startsWith('/_app/immutable/')
          ? 'private, max-age=31536000, immutable'
          : 'no-cache',
      });
    }
    case 'settings':
      return c.json({ ...Members.parse(await bodyOf(await fetchFrom('/api/v1/settings'))), ...readOnly }, 200, unkept);
    case 'namespaces':
      return c.json({ namespaces: [await bodyOf(await fetchFrom(`/api/v1/namespaces/${ui.namespace}`))] }, 200, unkept);
    case 'list':
    case 'count':
      query.set('query', narrowed(query.get('query') ?? '', municipalities));
      return passOn(c, await fetchFrom(address.path), (body) => onlyOf(body, municipalities));
    case 'surroundings':
      return passOn(c, await fetchFrom(address.path));
    case 'workflow':
      return passOn(c, await fetchFrom(address.path), (body) => makeReadable(body, ui.codec));
  }
}

const unkept = { 'cache-control': 'no-store' };
const none = new URLSearchParams();
const Members = z.record(z.string(), z.unknown());

/** What the UI hides by these settings, the proxy refuses anyway. */
const readOnly = {
  Auth: { Enabled: false, Options: null },
  Codec: { Endpoint: '' },
  NotifyOnNewVersion: false,
  DisableWriteActions: true,
  WorkflowTerminateDisabled: true,
  WorkflowCancelDisabled: true,
  WorkflowSignalDisabled: true,
  WorkflowUpdateDisabled: true,
  WorkflowResetDisabled: true,
  BatchActionsDisabled: true,
  StartWorkflowDisabled: true,
  ActivityCommandsDisabled: true,
  /** Queries are POSTs, which are not passed on. */
  HideWorkflowQueryErrors: true,
};

/** Nothing of the browser's request goes along but its path and query: no cookie, no token. */
async function askUi(ui: WebUi, path: string, query: URLSearchParams, gone: AbortSignal): Promise<Response> {
  const url = `${ui.url}${webUiPath}${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
  const signal = AbortSignal.any([gone, AbortSignal.timeout(patienceMs)]);
  try {
    return await fetch(url, { signal, redirect: 'error' });
  } catch (err) {
    throw engineAway(err);
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (err) {
    throw engineAway(err);
  }
}

/** Temporal's own refusal, such as of a query that it does not understand, goes through with its words. */
async function passOn(
  c: Context<ApiEnv>,
  response: Response,
  change: (body: unknown) => unknown = (body) => body,
): Promise<Response> {
  const body = await bodyOf(response);
  const text = JSON.stringify(response.ok ? await change(body) : body);
  return c.body(text, statusOf(response), { 'content-type': 'application/json', ...unkept });
}

function statusOf({ status }: Response): 200 | 400 | 404 | 503 {
  if (status === 200 || status === 404) return status;
  return status < 500 ? 400 : 503;
}

function narrowed(query: string, municipalities: readonly string[]): string {
  const found = narrowedTo(query, municipalities);
  if (found === undefined) throw invalidInput([{ field: 'query', rule: 'WRONG_FORMAT' }]);
  return found;
}

const Listed = z.looseObject({
  executions: z.array(z.looseObject({ execution: z.looseObject({ workflowId: z.string() }) })).optional(),
});

/** The second guard behind the narrowed query: no line of another municipality is told. */
function onlyOf(body: unknown, municipalities: readonly string[]): unknown {
  const { executions, ...rest } = Listed.parse(body);
  if (!executions) return rest;
  return {
    ...rest,
    executions: executions.filter(({ execution }) =>
      municipalities.includes(municipalityOf(execution.workflowId) ?? ''),
    ),
  };
}
