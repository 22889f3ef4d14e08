import type { Release } from '../../contracts/api/deliveries.ts';
import type { MessageKey } from '../catalogue.ts';
import { Dialog } from '../components/dialog.tsx';
import { Facts } from '../components/facts.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { useDecision, type Decision } from './calls.ts';

/** What a second person decides, and the withdrawal of what was published. */
export function DecisionDialog({
  what,
  release,
  onClose,
  onDone,
}: {
  what: Decision;
  release: Release;
  onClose: () => void;
  onDone: (key: MessageKey) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const deciding = useDecision(organisation, () => onDone(`deliveries.decided.${what}`));
  const { name, version, kind, lengthBytes, sha256, reason: proposedReason, proposedBy } = release;
  return (
    <Dialog title={`${t('deliveries.named', { name, version })}: ${t(`deliveries.decide.${what}`)}`} onClose={onClose}>
      <p>{t(`deliveries.decide.${what}.text`)}</p>
      <Facts
        facts={[
          { key: 'kind', title: t('deliveries.releases.kind'), value: t(`deliveries.kind.${kind}`) },
          { key: 'bytes', title: t('deliveries.releases.content'), value: formats.bytes(lengthBytes) },
          {
            key: 'by',
            title: t('deliveries.releases.proposed'),
            value: `${proposedBy.name ?? proposedBy.id}: ${proposedReason}`,
          },
        ]}
      />
      <div>
        <p className="text-sm text-solid-gray-800">{t('deliveries.releases.sha256')}</p>
        <p className="font-mono text-sm wrap-anywhere">{sha256}</p>
      </div>
      {deciding.error && <ProblemNotice error={deciding.error} />}
      <ReasonForm
        submit={t(`deliveries.decide.${what}`)}
        {...(what !== 'approve' && { look: 'danger' as const })}
        busy={deciding.isPending}
        onSubmit={(reason) => deciding.mutate({ release: release.release, what, reason })}
        onClose={onClose}
      />
    </Dialog>
  );
}
