/** `/openapi.json`, and `/docs`: the same document as a page to read. Nothing is fetched from elsewhere. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { scopes, type Scope } from '../../contracts/api/administration.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { addFile } from './files.ts';
import { documentationPage, documentationPolicy, packageFiles, startAddress, startScript } from './page.ts';
import { chooseLanguage } from '../http/language.ts';
import { tokenPath } from '../clients/token-endpoint.ts';
import { bearer, sessionCookie } from '../http/openapi.ts';
import { sessionCookieName } from '../sign-in/session-cookie.ts';

const scopeTexts: Record<Scope, string> = {
  'transfers:write': '宛名異動データの送信 / send transfers',
  'residents:read': '状態の照会と番号の変換 / read status, convert numbers',
  operate: '運用: エラーリスト、確認、運用時間、一括登録 / error list, confirmation, hours, loads',
  'alarms:write': '外の監視からの警報 / alarms of another monitoring system',
  administer: '管理: 地方公共団体とクライアント / municipalities and clients',
};

export function addDocumentation(app: ApiApp, { publicUrl }: ApiContext): void {
  app.openAPIRegistry.registerComponent('securitySchemes', bearer, {
    type: 'oauth2',
    description: 'RFC 6749 §4.4, client credentials; tokens live 10 minutes.',
    flows: {
      clientCredentials: {
        tokenUrl: `${publicUrl}${tokenPath}`,
        scopes: Object.fromEntries(scopes.map((scope) => [scope, scopeTexts[scope]])),
      },
    },
  });
  app.openAPIRegistry.registerComponent('securitySchemes', sessionCookie, {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookieName(publicUrl),
    description: 'A member of staff who is signed in. Rights are those of the roles in the municipality.',
  });
  // Made once: it does not change while the process runs.
  let document: ReturnType<ApiApp['getOpenAPI31Document']> | undefined;
  const getDocument = () =>
    (document ??= withPatterns(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: '符号 fugo API',
          version: '1',
          description:
            '住民ひとりひとりの符号取得を、宛名異動データの受付から中間サーバーへの格納の確認まで、ちょうど一度だけ進めます。' +
            ' / Takes address transfers and gets every resident a linkage code, exactly once.',
        },
        servers: [{ url: publicUrl }],
        tags: [
          { name: 'oauth2', description: '認証 / Tokens' },
          { name: 'transfers', description: '宛名異動データ / Address transfers' },
          { name: 'residents', description: '住民の状態と番号 / Residents and numbers' },
          { name: 'errors', description: 'エラーリスト / Error list' },
          { name: 'loads', description: '一括登録 / Initial loads' },
          { name: 'operations', description: '運用 / Operations' },
          { name: 'hours', description: '運用時間 / Operating hours' },
          { name: 'administration', description: '管理 / Administration' },
          { name: 'audit', description: '監査ログ / Audit log' },
          { name: 'session', description: '職員のサインイン / Staff who are signed in' },
          { name: 'system', description: '稼働状況 / System' },
        ],
      }),
    ));
  app.get('/openapi.json', (c) => c.json(getDocument()));
  app.get('/docs', (c) =>
    c.html(documentationPage(getDocument(), chooseLanguage(c.req.header('accept-language'))), 200, {
      'content-security-policy': documentationPolicy,
      vary: 'accept-language',
    }),
  );
  for (const { address, path, type } of packageFiles) {
    addFile(app, address, { type, isKept: true, read: () => readFile(path) });
  }
  for (const language of ['ja', 'en'] as const) {
    const read = async () => Buffer.from(startScript(getDocument(), language));
    addFile(app, startAddress(language), { type: 'text/javascript', isKept: false, read });
  }
}

/**
 * Said of each text that says nothing else of its characters: a form as the check reads it, which is stricter than the
 * form's own rules; and that no text has U+0000 in it, which no database keeps. Patterns that are there lose what is no part
 * of them.
 */
function withPatterns<Document extends object>(document: Document): Document {
  const waiting: unknown[] = [document];
  while (waiting.length > 0) {
    const each = waiting.pop();
    if (typeof each !== 'object' || each === null) continue;
    if ('pattern' in each && typeof each.pattern === 'string') each.pattern = each.pattern.replace(flags, '');
    if ('type' in each && isText(each.type)) {
      const pattern = 'format' in each ? patterns.get(each.format) : noNul;
      if (pattern !== undefined && !saysMore.some((key) => key in each)) Object.assign(each, { pattern });
    }
    waiting.push(...Object.values<unknown>({ ...each }));
  }
  return document;
}
/** The generator leaves the flags of an expression at its end, where a reader of the document would look for them. */
const flags = /(?<=\$)\/[a-z]+$/u;
const patterns: ReadonlyMap<unknown, string> = new Map([
  ['uuid', z.regexes.uuid().source],
  ['email', z.regexes.email.source],
  ['date', z.regexes.date.source],
]);
const isText = (type: unknown): boolean => type === 'string' || (Array.isArray(type) && type.includes('string'));
const saysMore = ['pattern', 'enum', 'const'];
const noNul = String.raw`^[^\u0000]*$`;
