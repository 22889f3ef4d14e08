/** Incidents: seen along the tiers, worked on by those whose they are and by the national body. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  Incident,
  IncidentDetail,
  Incidents,
  IncidentsQuery,
  IncidentNoteBody,
  type Incident as IncidentBody,
} from '../../contracts/api/monitoring.ts';
import { tierOf } from '../../domain/organisations.ts';
import {
  acknowledgeIncident,
  countAffectedRequests,
  findIncident,
  listAffectedRequests,
  listIncidents,
  noteIncident,
  type SeenIncident,
  type View,
} from '../../storage/monitoring/work.ts';
import type { Database } from '../../storage/database/database.ts';
import { auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { isoOf, isoOrNull, personOf } from './shapes.ts';

const incidentParams = organisationParam.extend({
  incident: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).meta({ description: 'Its number.' }),
});

export function addIncidentRoutes(app: ApiApp, context: ApiContext): void {
  const path = '/v1/organisations/{organisation}/incidents';
  const one = `${path}/{incident}`;
  const tags = ['monitoring'];

  app.openapi(
    createRoute({
      ...securedBy('incidents:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listIncidents',
      summary: '障害の一覧 / Incidents',
      description: 'Of the organisation, of those below it and of those above it, as far as the caller sees them.',
      middleware: organisationGuard(context, 'incidents:read'),
      request: { params: organisationParam, query: IncidentsQuery },
      responses: {
        200: { description: 'The latest first.', content: json(Incidents) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const { state, only, before, limit } = c.req.valid('query');
      const rows = await listIncidents(c.get('db'), viewOf(c.get('acting'), c.get('organisation')), {
        state,
        limit,
        ...(only !== undefined && { only }),
        ...(before !== undefined && { before }),
      });
      return c.json({ incidents: rows.map(incidentBodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('incidents:read'),
      tags,
      method: 'get',
      path: one,
      operationId: 'getIncident',
      summary: '障害の詳細 / An incident, with what happened and what was noted',
      description:
        'How many requests it affects is told for each municipality that the caller sees; which ones they are only to ' +
        'staff of that municipality.',
      middleware: organisationGuard(context, 'incidents:read'),
      request: { params: incidentParams },
      responses: {
        200: { description: 'The incident.', content: json(IncidentDetail) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_INCIDENT'),
      },
    }),
    async (c) => {
      const view = viewOf(c.get('acting'), c.get('organisation'));
      return c.json(await getDetail(c.get('db'), c.get('caller'), view, c.req.valid('param').incident), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('incidents:work'),
      tags,
      method: 'post',
      path: `${one}/acknowledgement`,
      operationId: 'acknowledgeIncident',
      summary: '障害を引き受ける / Somebody works on it',
      description: 'It escalates no more. Who was first stays; a repetition changes nothing.',
      middleware: organisationGuard(context, 'incidents:work'),
      request: { params: incidentParams },
      responses: {
        200: { description: 'Acknowledged, now or before.', content: json(IncidentDetail) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_INCIDENT'),
        409: describeRefusal('INCIDENT_CLOSED'),
      },
    }),
    async (c) => {
      const { incident } = c.req.valid('param');
      const view = viewOf(c.get('acting'), c.get('organisation'));
      await requireIncident(c.get('db'), view, incident);
      await audit(c.get('caller'), view, 'incidents.acknowledge', incident);
      const result = await acknowledgeIncident(c.get('db'), view, incident, actorOf(c.get('caller')));
      if (result === 'unknown') throw new ProblemError('UNKNOWN_INCIDENT');
      if (result === 'over') throw new ProblemError('INCIDENT_CLOSED');
      return c.json(await getDetail(c.get('db'), c.get('caller'), view, incident), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('incidents:work'),
      tags,
      method: 'post',
      path: `${one}/notes`,
      operationId: 'noteIncident',
      summary: '障害に記録を残す / Note what was found or done',
      middleware: [organisationGuard(context, 'incidents:work'), ...jsonBody] as const,
      request: { params: incidentParams, body: { required: true, content: json(IncidentNoteBody) } },
      responses: {
        201: { description: 'Noted.', content: json(IncidentDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound('UNKNOWN_INCIDENT'),
      },
    }),
    async (c) => {
      const { incident } = c.req.valid('param');
      const view = viewOf(c.get('acting'), c.get('organisation'));
      await requireIncident(c.get('db'), view, incident);
      await audit(c.get('caller'), view, 'incidents.note', incident);
      const note = { by: actorOf(c.get('caller')), text: c.req.valid('json').text };
      if (!(await noteIncident(c.get('db'), view, incident, note))) throw new ProblemError('UNKNOWN_INCIDENT');
      return c.json(await getDetail(c.get('db'), c.get('caller'), view, incident), 201);
    },
  );

  async function getDetail(db: Database, caller: Caller, view: View, incident: number): Promise<DetailBody> {
    const row = await findIncident(db, view, incident);
    if (!row) throw new ProblemError('UNKNOWN_INCIDENT');
    const isOfMunicipality = tierOf(view.acting) === 'municipality';
    const [affected, requests] = await Promise.all([
      countAffectedRequests(context.db, view.acting, incident),
      caller.kind === 'staff' && isOfMunicipality ? listAffectedRequests(db, view.acting, incident) : [],
    ]);
    return {
      ...incidentBodyOf(row),
      notes: row.notes.map(({ noteId, staffId, name, text, at }) => {
        return { noteId, by: { id: staffId, name }, text, at: isoOf(at) };
      }),
      changes: row.changes.map(({ at, ...change }) => ({ ...change, at: isoOf(at) })),
      suppressedTargets: row.suppressedTargets,
      affected,
      requests: requests.map(({ since, ...request }) => ({ ...request, since: isoOf(since) })),
    };
  }

  function audit(caller: Caller, { organisation }: View, action: string, incident: number): Promise<void> {
    return auditAllowed(context, caller, organisation, { action, subject: String(incident) });
  }
}

type DetailBody = z.infer<typeof IncidentDetail>;

async function requireIncident(db: Database, view: View, incident: number): Promise<void> {
  const known = await findIncident(db, view, incident);
  // Seen from here, but another organisation's: whoever works on it does so there.
  if (known?.organisation !== view.organisation) throw new ProblemError('UNKNOWN_INCIDENT');
}

const viewOf = (acting: string, { organisation }: { organisation: string }): View => ({ acting, organisation });

function actorOf(caller: Caller): string {
  const { staffId, clientId } = auditIdentityOf(caller);
  return staffId ?? clientId;
}

function incidentBodyOf(row: SeenIncident): IncidentBody {
  return Incident.parse({
    ...row,
    openedAt: isoOf(row.openedAt),
    toldAt: isoOrNull(row.toldAt),
    acknowledgedAt: isoOrNull(row.acknowledgedAt),
    acknowledgedBy: personOf(row.acknowledgedBy, row.acknowledgedByName),
    escalatedAt: isoOrNull(row.escalatedAt),
    closedAt: isoOrNull(row.closedAt),
  });
}
