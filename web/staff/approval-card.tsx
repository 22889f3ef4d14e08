import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { approvalSettingQuery, approvalsKey, putApprovalSetting } from '../updates/calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { isReason } from '../components/reason.ts';
import { ReasonForm } from '../components/reason-form.tsx';
import { useHere } from '../shell/municipality.tsx';

/** Switches the approval by a second person on, or proposes that it be switched off, for the administrator of staff. */
export function ApprovalCard() {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const [wanted, setWanted] = useState<'on' | 'off' | null>(null);
  const [said, setSaid] = useState<'on' | 'proposed' | null>(null);
  const { data, error } = useQuery(approvalSettingQuery(municipality));
  const isOn = data?.updatesNeedApproval === true;
  const waiting = data?.offProposed;
  const ask = (next: 'on' | 'off'): void => {
    setSaid(null);
    setWanted(next);
  };
  return (
    <Card title={t('approvalSetting.title')}>
      <p>{t('approvalSetting.text')}</p>
      {error && <ProblemNotice error={error} />}
      {said !== null && <Notice look="success">{t(`approvalSetting.done.${said}`)}</Notice>}
      {data && (
        <p>
          {t('approvalSetting.label')}:{' '}
          <span className="font-bold">{t(isOn ? 'approvalSetting.on' : 'approvalSetting.off')}</span>
        </p>
      )}
      {waiting && (
        <Notice look="warning">
          <p>
            {t('approvalSetting.waits', {
              name: waiting.proposedBy.name ?? waiting.proposedBy.staffId,
              time: formats.moment(waiting.proposedAt),
              reason: waiting.reason,
            })}
          </p>
        </Notice>
      )}
      {data && (
        <Button look="secondary" className="justify-self-start" onClick={() => ask(isOn && !waiting ? 'off' : 'on')}>
          {t(waiting ? 'approvalSetting.takeBack' : isOn ? 'approvalSetting.turn.off' : 'approvalSetting.turn.on')}
        </Button>
      )}
      {wanted && (
        <SettingDialog
          wanted={wanted}
          isOn={isOn}
          onClose={() => setWanted(null)}
          onDone={(proposed) => {
            setSaid(proposed ? 'proposed' : 'on');
            setWanted(null);
          }}
        />
      )}
    </Card>
  );
}

function SettingDialog({
  wanted,
  isOn,
  onClose,
  onDone,
}: {
  wanted: 'on' | 'off';
  isOn: boolean;
  onClose: () => void;
  onDone: (proposed: boolean) => void;
}) {
  const t = useWords();
  const { municipality } = useHere();
  const client = useQueryClient();
  const words = isOn && wanted === 'on' ? t('approvalSetting.takeBack') : t(`approvalSetting.turn.${wanted}`);
  const putting = useMutation({
    mutationFn: (reason: string) => putApprovalSetting(municipality, { updatesNeedApproval: wanted === 'on', reason }),
    onSuccess: (setting) => {
      client.setQueryData(approvalSettingQuery(municipality).queryKey, setting);
      void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
      onDone(setting.offProposed !== null);
    },
  });
  return (
    <Dialog title={words} onClose={onClose}>
      {wanted === 'off' && <p>{t('approvalSetting.off.text')}</p>}
      {putting.error && <ProblemNotice error={putting.error} />}
      <ReasonForm
        submit={words}
        busy={putting.isPending}
        check={(reason) => (isReason(reason) ? undefined : t('residents.reason.short'))}
        onSubmit={(reason) => putting.mutate(reason)}
        onClose={onClose}
      />
    </Dialog>
  );
}
