import { expect, test } from 'vitest';
import { readMailInConfig } from '../../../config/mail-in.ts';

const env = { DATABASE_URL: 'postgres://fugo_api@127.0.0.1/fugo' };

test('mails are taken in plain text until a certificate and its key are named', () => {
  expect(readMailInConfig(env)).toMatchObject({ port: 8648, healthPort: 8649, tls: undefined });
  const both = { FUGO_MAIL_IN_CERTIFICATE: '/srv/mail.crt', FUGO_MAIL_IN_CERTIFICATE_KEY: '/srv/mail.key' };
  expect(readMailInConfig({ ...env, ...both }).tls).toEqual({
    certificateFile: '/srv/mail.crt',
    keyFile: '/srv/mail.key',
  });
});

test.each([
  ['FUGO_MAIL_IN_CERTIFICATE', 'FUGO_MAIL_IN_CERTIFICATE_KEY'],
  ['FUGO_MAIL_IN_CERTIFICATE_KEY', 'FUGO_MAIL_IN_CERTIFICATE'],
])('%s without %s is refused by name', (given, missing) => {
  expect(() => readMailInConfig({ ...env, [given]: '/srv/a' })).toThrow(new RegExp(`^${missing}: .*${given}`, 'u'));
});
