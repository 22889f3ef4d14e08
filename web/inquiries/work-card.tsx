/** Whose it is, what it is about, and how it ends. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InquiryChange, InquiryDetail } from '../../contracts/api/inquiries.ts';
import { inquiryKinds, inquiryPriorities } from '../../domain/inquiries/names.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { Select, TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { useSession } from '../shell/session.tsx';
import { changeInquiry, findInquiryConflict, inquiryOwnersQuery } from './calls.ts';
import { ConflictNotice } from './conflict.tsx';
import { MergeDialog } from './merge-dialog.tsx';

interface Wanted {
  change: Omit<InquiryChange, 'version'>;
  /** What is said once it is done. */
  said: string;
  seen: InquiryDetail;
}

export function WorkCard({
  inquiry,
  onChanged,
}: {
  inquiry: InquiryDetail;
  onChanged: (changed: InquiryDetail) => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const { staffId } = useSession();
  const [said, setSaid] = useState<string | null>(null);
  const [asked, setAsked] = useState<'hand-over' | 'details' | 'close' | 'merge' | null>(null);
  const [conflict, setConflict] = useState<{ seen: InquiryDetail; current: InquiryDetail } | null>(null);
  const changing = useMutation({
    mutationFn: ({ change, seen }: Wanted) =>
      changeInquiry(organisation, inquiry.inquiry, { ...change, version: seen.version }),
    onSuccess: (changed, wanted) => {
      onChanged(changed);
      setSaid(wanted.said);
      setAsked(null);
    },
    onError: (error, { seen }) => {
      const current = findInquiryConflict(error);
      if (current) lose(seen, current);
    },
  });
  /** Somebody else was quicker: the reader sees what they did before anything else. */
  const lose = (seen: InquiryDetail, current: InquiryDetail): void => {
    onChanged(current);
    setAsked(null);
    setSaid(null);
    setConflict({ seen, current });
  };
  const change = (wanted: Wanted['change'], words: string): void => {
    setSaid(null);
    setConflict(null);
    if (!changing.isPending) changing.mutate({ change: wanted, said: words, seen: inquiry });
  };
  const ask = (next: typeof asked): void => {
    setSaid(null);
    setConflict(null);
    changing.reset();
    setAsked(next);
  };
  const isOwn = inquiry.owner?.id === staffId;
  const isOver = inquiry.status === 'closed';
  if (inquiry.status === 'merged') return null;
  return (
    <Card title={t('work.title')}>
      {said !== null && <Notice look="success">{said}</Notice>}
      {conflict && <ConflictNotice {...conflict} onEdit={() => setConflict(null)} />}
      {changing.error && !findInquiryConflict(changing.error) && asked === null && (
        <ProblemNotice error={changing.error} />
      )}
      <div className="flex flex-wrap gap-3 print:hidden">
        {!isOver && !isOwn && (
          <Button
            busy={changing.isPending}
            onClick={() =>
              change({ owner: 'me', ...(inquiry.status === 'open' && { status: 'in-progress' }) }, t('work.taken'))
            }
          >
            {t('work.take')}
          </Button>
        )}
        {!isOver && (
          <Button look="secondary" onClick={() => ask('hand-over')}>
            {t('work.handOver')}
          </Button>
        )}
        {!isOver && inquiry.owner !== null && (
          <Button look="secondary" busy={changing.isPending} onClick={() => change({ owner: null }, t('work.letGone'))}>
            {t('work.letGo')}
          </Button>
        )}
        <Button look="secondary" onClick={() => ask('details')}>
          {t('work.details')}
        </Button>
        {!isOver && (
          <Button look="secondary" onClick={() => ask('merge')}>
            {t('work.merge')}
          </Button>
        )}
        {isOver ? (
          <Button
            look="secondary"
            busy={changing.isPending}
            onClick={() => change({ status: 'in-progress' }, t('work.reopened'))}
          >
            {t('work.reopen')}
          </Button>
        ) : (
          <Button look="secondary" onClick={() => ask('close')}>
            {t('work.close')}
          </Button>
        )}
      </div>
      {asked === 'hand-over' && (
        <HandOverDialog
          inquiry={inquiry}
          changing={changing}
          onDo={(owner) => change({ owner: owner.id }, t('work.handedOver', { name: owner.name ?? owner.id }))}
          onClose={() => ask(null)}
        />
      )}
      {asked === 'details' && (
        <DetailsDialog
          inquiry={inquiry}
          changing={changing}
          onDo={(wanted) => change(wanted, t('work.saved'))}
          onClose={() => ask(null)}
        />
      )}
      {asked === 'close' && (
        <Dialog title={t('work.close')} onClose={() => ask(null)}>
          <p>{t('work.close.text')}</p>
          {changing.error && <ProblemNotice error={changing.error} />}
          <DialogButtons
            text={t('work.close')}
            busy={changing.isPending}
            onDo={() => change({ status: 'closed' }, t('work.closed'))}
            onLeave={() => ask(null)}
          />
        </Dialog>
      )}
      {asked === 'merge' && (
        <MergeDialog
          inquiry={inquiry}
          onClose={() => ask(null)}
          onConflict={lose}
          onDone={(changed) => {
            onChanged(changed);
            setAsked(null);
            setSaid(t('work.merged'));
          }}
        />
      )}
    </Card>
  );
}

type Changing = Pick<ReturnType<typeof useMutation<InquiryDetail, Error, Wanted>>, 'error' | 'isPending'>;

function HandOverDialog({
  inquiry,
  changing,
  onDo,
  onClose,
}: {
  inquiry: InquiryDetail;
  changing: Changing;
  onDo: (owner: NonNullable<InquiryDetail['owner']>) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const { data, error } = useQuery(inquiryOwnersQuery(organisation));
  const [chosen, setChosen] = useState('');
  const [isMissing, setMissing] = useState(false);
  const owners = (data?.owners ?? []).filter(({ id }) => id !== inquiry.owner?.id);
  return (
    <Dialog title={t('work.handOver')} onClose={onClose}>
      <Form
        onSubmit={() => {
          const owner = owners.find(({ id }) => id === chosen);
          setMissing(!owner);
          if (owner) onDo(owner);
        }}
      >
        {(error ?? changing.error) && <ProblemNotice error={error ?? changing.error} />}
        <Select
          label={t('work.handOver.to')}
          error={isMissing ? t('work.handOver.missing') : undefined}
          required
          value={chosen}
          onChange={({ target }) => {
            setChosen(target.value);
            setMissing(false);
          }}
          choices={[
            { value: '', text: t('work.handOver.choose') },
            ...owners.map(({ id, name }) => ({ value: id, text: name ?? id })),
          ]}
        />
        <DialogButtons text={t('work.handOver')} busy={changing.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}

function DetailsDialog({
  inquiry,
  changing,
  onDo,
  onClose,
}: {
  inquiry: InquiryDetail;
  changing: Changing;
  onDo: (wanted: Wanted['change']) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const [kind, setKind] = useState(inquiry.kind);
  const [priority, setPriority] = useState(inquiry.priority);
  const [incident, setIncident] = useState(inquiry.incident === null ? '' : String(inquiry.incident));
  const [errorEntry, setErrorEntry] = useState(inquiry.errorEntry ?? '');
  const isWrong = !/^[0-9]*$/u.test(incident.trim());
  const refused = fieldErrorsOf(changing.error, language);
  const isOfField = refused['incident'] !== undefined || refused['errorEntry'] !== undefined;
  return (
    <Dialog title={t('work.details')} onClose={onClose}>
      <Form
        edits
        onSubmit={() => {
          if (isWrong) return;
          onDo({
            kind,
            priority,
            incident: incident.trim() === '' ? null : Number(incident),
            errorEntry: errorEntry.trim() === '' ? null : errorEntry.trim(),
          });
        }}
      >
        {changing.error && !isOfField && <ProblemNotice error={changing.error} />}
        <Select
          label={t('inquiries.kind')}
          value={kind}
          onChange={({ target: { value } }) => setKind(inquiryKinds.find((each) => each === value) ?? kind)}
          choices={inquiryKinds.map((value) => ({ value, text: t(`inquiry.kind.${value}`) }))}
        />
        <Select
          label={t('inquiries.priority')}
          value={priority}
          onChange={({ target: { value } }) =>
            setPriority(inquiryPriorities.find((each) => each === value) ?? priority)
          }
          choices={inquiryPriorities.map((value) => ({ value, text: t(`inquiry.priority.${value}`) }))}
        />
        <TextField
          label={t('work.incident')}
          error={isWrong ? t('ask.incident.wrong') : refused['incident']}
          inputMode="numeric"
          autoComplete="off"
          value={incident}
          onChange={({ target }) => setIncident(target.value)}
        />
        <TextField
          label={t('work.errorEntry')}
          error={refused['errorEntry']}
          autoComplete="off"
          maxLength={200}
          value={errorEntry}
          onChange={({ target }) => setErrorEntry(target.value)}
        />
        <DialogButtons text={t('work.save')} busy={changing.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}
