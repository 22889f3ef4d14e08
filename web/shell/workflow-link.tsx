import { useWords } from '../components/preferences.tsx';
import { useHere } from './municipality.tsx';
import { useSession } from './session.tsx';
import { linkClass } from '../components/link.ts';

/** A link to the Temporal Web UI. A resident whom only chunks have worked on has no workflow. */
export function WorkflowLink({
  workflow: { workflowId, started },
}: {
  workflow: { workflowId: string; started: boolean };
}) {
  const t = useWords();
  const { workflowsUrl } = useSession();
  const { may } = useHere();
  if (workflowsUrl === null || !started || !may('workflows:read')) return null;
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
