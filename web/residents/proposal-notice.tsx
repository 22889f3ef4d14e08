import { Link } from '@tanstack/react-router';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { Notice } from '../components/notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { linkClass } from '../components/link.ts';

/** Says that an update waits for a second person, with a link for whoever may read it. */
export function ProposalNotice({ proposal, text }: { proposal: ResidentDetail['proposedUpdate']; text?: string }) {
  const t = useWords();
  const formats = useFormats();
  if (!proposal) return null;
  const { updateId, proposedBy, proposedAt, readable } = proposal;
  return (
    <Notice look="information" title={t('resident.proposed')}>
      <p>{t('resident.proposed.text', { name: proposedBy.name, time: formats.moment(proposedAt) })}</p>
      {text !== undefined && <p>{text}</p>}
      {readable && <ProposalLink updateId={updateId} />}
    </Notice>
  );
}

export function ProposalLink({ updateId }: { updateId: string }) {
  const t = useWords();
  const { municipality } = useHere();
  return (
    <Link
      to="/$municipality/approvals/$updateId"
      params={{ municipality, updateId }}
      className={`${linkClass} justify-self-start`}
    >
      {t('resident.proposed.open')}
    </Link>
  );
}
