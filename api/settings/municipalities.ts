/** The municipalities: the administrator of the installation lists and registers them. */
import { createRoute } from '@hono/zod-openapi';
import { Municipalities, Municipality, MunicipalityBody } from '../../contracts/api/administration.ts';
import { hoursRules, HoursSetting, type RegisteredHours } from '../../contracts/api/hours.ts';
import { commonNationalCalendar, checkMunicipalCalendar } from '../../domain/calendar/parts.ts';
import { participantNames, type ParticipantName } from '../../domain/participants.ts';
import { listMunicipalities, putMunicipality, type StoredMunicipality } from '../../storage/settings/municipalities.ts';
import { auditAllowed } from '../audit/write.ts';
import { requireMunicipalityCode, installationGuard } from '../authorisation.ts';
import { callEngine } from '../engine/call.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, describeInvalid, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { jsonBody } from '../http/validation.ts';
import { invalidInput } from '../http/problem.ts';

export function addMunicipalityRoutes(app: ApiApp, context: ApiContext): void {
  const guard = installationGuard(context, 'municipalities:administer');
  const secured = { tags: ['administration'], ...securedBy('municipalities:administer') };

  app.openapi(
    createRoute({
      ...secured,
      method: 'get',
      path: '/v1/municipalities',
      operationId: 'listMunicipalities',
      summary: '地方公共団体の一覧 / The municipalities served here',
      middleware: guard,
      responses: { 200: { description: 'All of them.', content: json(Municipalities) }, ...commonProblems },
    }),
    async (c) => c.json({ municipalities: (await listMunicipalities(context.db)).map(bodyOf) }, 200),
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'put',
      path: '/v1/municipalities/{code}',
      operationId: 'putMunicipality',
      summary: '地方公共団体を登録・変更する / Register a municipality, or set it up anew',
      description:
        'Makes its schedules as well. 503: it is stored, and the schedules are made when this is sent again.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(MunicipalityBody) } },
      responses: {
        200: { description: 'Changed.', content: json(Municipality) },
        201: { description: 'Registered.', content: json(Municipality) },
        ...commonProblems,
        ...bodyProblems,
        422: describeInvalid(
          Object.fromEntries(Object.entries(hoursRules).map(([field, rules]) => [`hours.${field}`, rules])),
        ),
      },
    }),
    async (c) => {
      const municipality = requireMunicipalityCode(c.req.valid('param').code);
      const { participants, hours, ...settings } = c.req.valid('json');
      requireValidHours(hours);
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'municipalities.put',
        subject: municipality,
      });
      const { created, stored } = await putMunicipality(context.db, {
        ...settings,
        municipality,
        participants: removeEndSlashes(participants),
        hours,
      });
      context.municipalities.forget(municipality);
      await callEngine(() => context.engine.ensureSchedules(municipality, stored.limits));
      return c.json(bodyOf(stored), created ? 201 : 200);
    },
  );
}

/** Measured by the ministry's hours: a national calendar of other hours counts for everybody all the same. */
function requireValidHours(hours: RegisteredHours): void {
  const problems = checkMunicipalCalendar(hours, commonNationalCalendar);
  if (problems.length > 0) throw invalidInput(problems.map((each) => ({ ...each, field: `hours.${each.field}` })));
}

/** Removes slashes at the end, because the participants' clients append their paths. */
function removeEndSlashes(
  addresses: Partial<Record<ParticipantName, string>>,
): Partial<Record<ParticipantName, string>> {
  const urls: Partial<Record<ParticipantName, string>> = {};
  for (const name of participantNames) {
    const url = addresses[name];
    if (url !== undefined) urls[name] = url.replace(/\/+$/u, '');
  }
  return urls;
}

function bodyOf({ hours, participants, createdAt, updatedAt, ...rest }: StoredMunicipality): Municipality {
  return {
    ...rest,
    participants: { ...participants },
    hours: HoursSetting.parse(hours),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
