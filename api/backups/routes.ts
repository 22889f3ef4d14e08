/** Backups of the installation: seen, and asked for. The supervisor makes them. */
import { createRoute } from '@hono/zod-openapi';
import { Backup, Backups, BackupsQuery } from '../../contracts/api/backups.ts';
import { askForBackup, listBackups, type BackupRow } from '../../storage/backups/asked.ts';
import { auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, describeOrganisationNotFound, json, organisationParam, securedBy } from '../http/openapi.ts';

export function addBackupRoutes(app: ApiApp, context: ApiContext): void {
  const path = '/v1/organisations/{organisation}/backups';

  app.openapi(
    createRoute({
      ...securedBy('backups:read'),
      tags: ['organisations'],
      method: 'get',
      path,
      operationId: 'listBackups',
      summary: 'バックアップの一覧 / The backups of the installation',
      middleware: organisationGuard(context, 'backups:read'),
      request: { params: organisationParam, query: BackupsQuery },
      responses: {
        200: { description: 'The latest first.', content: json(Backups) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const { backups, lastVerifiedAt } = await listBackups(c.get('db'), c.get('acting'), c.req.valid('query').limit);
      return c.json({ backups: backups.map(bodyOf), lastVerifiedAt: isoOrNull(lastVerifiedAt) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('backups:run'),
      tags: ['organisations'],
      method: 'post',
      path,
      operationId: 'askForBackup',
      summary: 'バックアップを依頼する / Ask for a backup',
      description:
        'It is made within moments, beside those of the operating days. While one that was asked for has not begun, ' +
        'that one is the answer.',
      middleware: organisationGuard(context, 'backups:run'),
      request: { params: organisationParam },
      responses: {
        202: { description: 'Asked for.', content: json(Backup) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const caller = c.get('caller');
      const { organisation } = c.get('organisation');
      await auditAllowed(context, caller, organisation, { action: 'backups.ask', subject: null });
      const { staffId, clientId } = auditIdentityOf(caller);
      const asked = await askForBackup(c.get('db'), c.get('acting'), staffId ?? clientId);
      return c.json(bodyOf(asked), 202);
    },
  );
}

function bodyOf({ askedBy, askedByName, askedAt, startedAt, endedAt, verifiedAt, ...row }: BackupRow): Backup {
  return {
    ...row,
    askedBy: { id: askedBy, name: askedByName },
    askedAt: new Date(askedAt).toISOString(),
    startedAt: isoOrNull(startedAt),
    endedAt: isoOrNull(endedAt),
    verifiedAt: isoOrNull(verifiedAt),
  };
}

function isoOrNull(millis: number | null): string | null {
  return millis === null ? null : new Date(millis).toISOString();
}
