import type { Message } from '../terminal/message.ts';

/** Words of `fugo clients`. */
export const clientsMessages = {
  'command.clients': { ja: 'APIの利用者(OAuthクライアント)', en: 'callers of the API (OAuth clients)' },
  'command.clients.add': {
    ja: 'クライアントを登録する。秘密は一度だけ表示される',
    en: 'register a client; its secret is shown once',
  },
  'command.clients.list': { ja: 'クライアントを表示する', en: 'show the clients' },
  'command.clients.revoke': { ja: 'クライアントを無効にする', en: 'revoke a client' },
  'argument.clientId': { ja: 'クライアントID', en: 'client id' },
  'option.kind': { ja: 'backbone(基幹システム)または operator(職員)', en: 'backbone or operator' },
  'option.numberSystems': { ja: '番号体系(複数可)', en: 'number systems, one or more' },
  'option.save': {
    ja: '秘密を表示せず、FUGO_HOME の clients.json に加える',
    en: 'add the secret to clients.json in FUGO_HOME instead of showing it',
  },
  'clients.id': { ja: 'クライアントID', en: 'client id' },
  'clients.name': { ja: '名前', en: 'name' },
  'clients.numberSystems': { ja: '番号体系', en: 'number systems' },
  'clients.kind': { ja: '種別', en: 'kind' },
  'clients.authentication': { ja: '認証', en: 'authentication' },
  'clients.revoked': { ja: '無効', en: 'revoked' },
  'clients.secretOnce': {
    ja: '秘密は今だけ表示されます。控えてください。',
    en: 'The secret is shown this once. Keep it.',
  },
  'clients.saved': { ja: '{path} に加えました', en: 'added to {path}' },
  'clients.revokedNow': { ja: '{id} を無効にしました', en: '{id} was revoked' },
} as const satisfies Record<string, Message>;
