import { useWords } from '../components/preferences.tsx';
import { useSession } from './session.tsx';
import { linkClass } from '../components/link.ts';

/** To the Temporal Web UI. Where only a chunk has worked on a resident there is no workflow of its own. */
export function WorkflowLink({
  workflow: { workflowId, started },
}: {
  workflow: { workflowId: string; started: boolean };
}) {
  const t = useWords();
  const { workflowsUrl } = useSession();
  if (workflowsUrl === null || !started) return null;
  return (
    <a
      href={`${workflowsUrl}/${encodeURIComponent(workflowId)}`}
      target="_blank"
      rel="noreferrer"
      className={linkClass}
    >
      {t('resident.workflow')}
    </a>
  );
}
