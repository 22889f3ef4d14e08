/** Alarms from elsewhere, in the shape of Alertmanager's webhook 4. The monitor opens and closes their incidents. */
import { createHash } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { alarmLimits, AlertmanagerWebhook, type Alert } from '../../contracts/alertmanager.ts';
import { AlarmsTaken } from '../../contracts/api/monitoring.ts';
import { nation } from '../../domain/organisations.ts';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { takeAlarms, type NewAlarm } from '../../storage/monitoring/alarms.ts';
import { auditAllowed } from '../audit/write.ts';
import { requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv, Caller } from '../context.ts';
import { bodyProblems, commonProblems, describeInvalid, json, securedBy } from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { foreignJsonUpTo } from '../http/validation.ts';

const labelled = ['alerts[].labels', 'alerts[].annotations', 'groupLabels', 'commonLabels', 'commonAnnotations'];

const tooManyAlerts = {
  ja: `警報は一度に${alarmLimits.alerts}件までです。`,
  en: `At most ${alarmLimits.alerts} alerts come at once.`,
};

export function addAlarmRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('alarms:write'),
      tags: ['monitoring'],
      method: 'post',
      path: '/v1/alarms',
      operationId: 'takeAlarms',
      summary: '外の監視からの警報を受け取る / Take alarms of another monitoring system',
      description:
        'As Alertmanager sends them. Each alert is one alarm, known by its fingerprint; it opens one incident, and closes ' +
        'it when it is resolved. A client of a municipality raises alarms of that municipality; the administrator’s those ' +
        'of the organisation that the label `organisation` names, or else of the nation. The label `severity` says how ' +
        'much it matters (`critical`, `warning`, `info`), `alertname` is the cause. At most ' +
        `${alarmLimits.alerts} alerts, 4 MiB and ${alarmLimits.signs} colons, commas and opening brackets come at once ` +
        '(413): a sender of more sets `max_alerts`. Labels that could hold a personal number are left out.',
      middleware: [ownAlarmsOnly(context), ...foreignJsonUpTo(alarmLimits)] as const,
      request: { body: { required: true, content: json(AlertmanagerWebhook) } },
      responses: {
        200: { description: 'Taken.', content: json(AlarmsTaken) },
        ...commonProblems,
        ...bodyProblems,
        // A label whose name is none is told by a question mark, because names may be anything.
        422: describeInvalid({
          'alerts[].labels.organisation': ['NOT_LISTED'],
          ...Object.fromEntries(labelled.map((field) => [`${field}.?`, ['NOT_LISTED'] as const])),
        }),
      },
    }),
    async (c) => {
      const caller = c.get('caller');
      const { alerts } = c.req.valid('json');
      if (alerts.length > alarmLimits.alerts) throw new ProblemError('TOO_LARGE', { detail: tooManyAlerts });
      const alarms = await Promise.all(alerts.map((alert, index) => alarmOf(context, caller, alert, index)));
      const organisations = new Set(alarms.map(({ organisation }) => organisation));
      for (const organisation of organisations) {
        await auditAllowed(context, caller, organisation, { action: 'alarms.take', subject: null });
      }
      await takeAlarms(context.db, alarms);
      return c.json({ taken: alarms.length }, 200);
    },
  );
}

function ownAlarmsOnly(context: ApiContext) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const caller = c.get('caller');
    const where = caller.kind === 'staff' ? nation : (caller.municipality ?? nation);
    await requireRight(context, caller, 'alarms:write', where);
    await next();
  });
}

async function alarmOf(context: ApiContext, caller: Caller, alert: Alert, index: number): Promise<NewAlarm> {
  const named = alert.labels['organisation'];
  const own = caller.kind === 'staff' ? nation : caller.municipality;
  const organisation = own ?? named ?? nation;
  const isKnown = organisation === own || (await context.organisations.get(organisation)) !== undefined;
  if (!isKnown || (own !== null && named !== undefined && named !== own)) {
    throw invalidInput([{ field: `alerts[${index}].labels.organisation`, rule: 'NOT_LISTED' }]);
  }
  const sender = caller.kind === 'staff' ? 'staff' : caller.clientId;
  const isOver = alert.status === 'resolved';
  return {
    // Two senders may call different things the same.
    fingerprint: createHash('sha256')
      .update(JSON.stringify([sender, alert.fingerprint]))
      .digest('hex')
      .slice(0, 32),
    organisation,
    labels: Object.fromEntries(Object.entries(alert.labels).filter((label) => !label.some(hasPersonalNumber))),
    status: alert.status,
    startsAt: alert.startsAt,
    endsAt: isOver ? alert.endsAt : null,
  };
}
