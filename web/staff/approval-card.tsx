import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { approvalSettingQuery, putApprovalSetting } from '../updates/calls.ts';
import { Card } from '../components/card.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';

/** Switches the approval by a second person on or off, for the municipality's administrator. */
export function ApprovalCard() {
  const t = useWords();
  const { municipality } = useHere();
  const client = useQueryClient();
  const query = approvalSettingQuery(municipality);
  const { data, error } = useQuery(query);
  const putting = useMutation({
    mutationFn: (updatesNeedApproval: boolean) => putApprovalSetting(municipality, { updatesNeedApproval }),
    onSuccess: (setting) => client.setQueryData(query.queryKey, setting),
  });
  const problem = putting.error ?? error;
  const isOn = data?.updatesNeedApproval === true;
  return (
    <Card title={t('approvalSetting.title')}>
      <p>{t('approvalSetting.text')}</p>
      {problem && <ProblemNotice error={problem} />}
      {data && (
        <div className="flex flex-wrap items-center gap-3">
          <button
            type="button"
            role="switch"
            aria-checked={isOn}
            aria-busy={putting.isPending || undefined}
            onClick={() => {
              if (!putting.isPending) putting.mutate(!isOn);
            }}
            className="inline-flex min-h-11 items-center gap-3 rounded-8 border border-key-900 bg-white px-3 font-bold text-key-900 hover:bg-key-50"
          >
            <span
              aria-hidden="true"
              className={`inline-flex h-6 w-11 items-center rounded-full border-2 px-0.5 ${isOn ? 'justify-end border-key-900 bg-key-900' : 'justify-start border-solid-gray-600 bg-white'}`}
            >
              <span data-drawn className={`size-4 rounded-full ${isOn ? 'bg-white' : 'bg-solid-gray-600'}`} />
            </span>
            {t('approvalSetting.label')}
          </button>
          <span className="font-bold">{t(isOn ? 'approvalSetting.on' : 'approvalSetting.off')}</span>
        </div>
      )}
      <p role="status" className="text-solid-gray-800">
        {putting.isSuccess && t(isOn ? 'approvalSetting.done.on' : 'approvalSetting.done.off')}
      </p>
    </Card>
  );
}
