import { useMutation } from '@tanstack/react-query';
import type { AuditChain } from '../../contracts/api/audit.ts';
import { verifyChain } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { CopyField } from '../components/copy-field.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';

/** Says whether anybody has changed the log. A button starts it, because the server reads the whole log. */
export function ChainCard() {
  const t = useWords();
  const { organisation } = usePlace();
  const verifying = useMutation({ mutationFn: () => verifyChain(organisation) });
  return (
    <Card title={t('audit.chain')}>
      <p>{t('audit.chain.text')}</p>
      <Button
        look="secondary"
        className="justify-self-start"
        busy={verifying.isPending}
        onClick={() => verifying.mutate()}
      >
        {t('audit.chain.check')}
      </Button>
      {verifying.error && <ProblemNotice error={verifying.error} />}
      {verifying.data && <Result chain={verifying.data} />}
    </Card>
  );
}

function Result({ chain: { entries, head, broken } }: { chain: AuditChain }) {
  const t = useWords();
  const formats = useFormats();
  const count = formats.count(entries);
  return (
    <>
      {broken ? (
        <Notice look="error" title={t(`audit.chain.${broken.fault}`, { seq: formats.count(broken.seq) })}>
          <p>{t('audit.chain.rightUntil', { count })}</p>
        </Notice>
      ) : (
        <Notice look="success">{head === null ? t('audit.chain.nothing') : t('audit.chain.whole', { count })}</Notice>
      )}
      {head && (
        <>
          <p>{t('audit.chain.head', { seq: formats.count(head.seq) })}</p>
          <CopyField label={t('audit.chain.hash')} value={head.hash} />
        </>
      )}
    </>
  );
}
