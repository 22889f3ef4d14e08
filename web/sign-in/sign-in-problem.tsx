import { ApiError } from '../components/client.ts';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import type { MessageKey } from '../catalogue.ts';
import { useWords } from '../components/preferences.tsx';

/** Codes of the sign-in's own routes, which answer no problem documents. */
const sentences: Readonly<Record<string, MessageKey>> = {
  INVALID_EMAIL_OR_PASSWORD: 'signIn.wrong',
  INVALID_EMAIL: 'signIn.wrong',
  INVALID_PASSWORD: 'signIn.wrongPassword',
  INITIAL_PASSWORD_OVER: 'signIn.initialOver',
  STAFF_REVOKED: 'signIn.noRole',
  INVALID_CODE: 'code.wrong',
  CODE_USED: 'code.used',
  INVALID_BACKUP_CODE: 'code.wrong',
  INVALID_TWO_FACTOR_AUTHENTICATION: 'code.wrong',
  INVALID_TWO_FACTOR_COOKIE: 'code.expired',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'signIn.tooMany',
};

export function SignInProblem({ error }: { error: unknown }) {
  const t = useWords();
  if (!(error instanceof ApiError) || error.status === 0 || error.problem) return <ProblemNotice error={error} />;
  if (error.status === 429 && error.retryAfter !== null) {
    const minutes = Math.ceil(error.retryAfter / 60);
    return <Notice look="error">{t('signIn.tooManyFor', { minutes })}</Notice>;
  }
  const key = error.status === 429 ? 'signIn.tooMany' : (sentences[error.code ?? ''] ?? 'signIn.failed');
  return <Notice look="error">{t(key)}</Notice>;
}
