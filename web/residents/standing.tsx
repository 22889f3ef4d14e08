import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { StatusLabel } from '../components/status-label.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';

/** Where the code request stands, before everything else: it is what a page is opened for most often. */
export function Standing({ resident: { stage, codeRequestStatus, since } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-8 bg-solid-gray-50 px-4 py-3">
      <span className="font-bold">{t(`status.${codeRequestStatus}`)}</span>
      {stage !== null && (
        <>
          <StatusLabel stage={stage} />
          <span>{t(`resident.stands.${stage}`)}</span>
        </>
      )}
      <span className="text-sm text-solid-gray-700">{t('resident.sinceAt', { time: formats.moment(since) })}</span>
    </p>
  );
}
