import { ApiError } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { MessageKey } from '../../messages/catalogue.ts';
import { useWords } from '../../preferences.tsx';

/** The codes of the sign-in's own routes, which answer no problem documents. */
const sentences: Readonly<Record<string, MessageKey>> = {
  INVALID_EMAIL_OR_PASSWORD: 'signIn.wrong',
  INVALID_EMAIL: 'signIn.wrong',
  INVALID_PASSWORD: 'signIn.wrongPassword',
  INVALID_CODE: 'code.wrong',
  INVALID_BACKUP_CODE: 'code.wrong',
  INVALID_TWO_FACTOR_AUTHENTICATION: 'code.wrong',
  INVALID_TWO_FACTOR_COOKIE: 'code.expired',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'signIn.tooMany',
};

export function SignInProblem({ error }: { error: unknown }) {
  const t = useWords();
  if (!(error instanceof ApiError) || error.status === 0 || error.problem) return <ProblemNotice error={error} />;
  const key = error.status === 429 ? 'signIn.tooMany' : (sentences[error.code ?? ''] ?? 'signIn.failed');
  return <Notice look="error">{t(key)}</Notice>;
}
