import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewStaff, StaffMember } from '../../contracts/api/staff.ts';
import { staffQuery } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { ApprovalCard } from './approval-card.tsx';
import { NewStaffDialog } from './new-staff-dialog.tsx';
import { NewStaffNotice } from './new-staff-notice.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { RolesDialog } from './roles-dialog.tsx';
import { StaffTable } from './staff-table.tsx';

export function StaffPage() {
  const t = useWords();
  const { name, tier } = usePlace();
  return (
    <Guarded right="staff:administer">
      <PageHeading title={t('staff.title')} place={name} />
      <p>{t('staff.intro')}</p>
      <Members />
      {tier === 'municipality' && <ApprovalCard />}
    </Guarded>
  );
}

type OpenDialog = { what: 'add' } | { what: 'change' | 'reset' | 'remove'; member: StaffMember };

function Members() {
  const t = useWords();
  const { organisation } = usePlace();
  const { data, error } = useQuery(staffQuery(organisation));
  const [doing, setDoing] = useState<OpenDialog | null>(null);
  const [added, setAdded] = useState<{
    staff: NewStaff;
    signIn: 'password' | 'oidc';
    again?: boolean;
  } | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const begin = (next: OpenDialog): void => {
    setDone(null);
    setDoing(next);
  };
  const close = (): void => setDoing(null);
  const end = (sentence: string): void => {
    setDone(sentence);
    setDoing(null);
  };
  return (
    <>
      {added && <NewStaffNotice {...added} onClose={() => setAdded(null)} />}
      {done !== null && <Notice look="success">{done}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 className="text-std-20B-150">{t('staff.list')}</h2>
        <Button className="max-sm:whitespace-normal" onClick={() => begin({ what: 'add' })}>
          {t('staff.add')}
        </Button>
      </div>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <StaffTable
          members={data.staff}
          onChange={(member) => begin({ what: 'change', member })}
          onReset={(member) => begin({ what: 'reset', member })}
          onRemove={(member) => begin({ what: 'remove', member })}
        />
      )}
      {doing?.what === 'add' && (
        <NewStaffDialog
          onClose={close}
          onAdded={(staff, signIn) => {
            setAdded({ staff, signIn });
            close();
          }}
        />
      )}
      {doing?.what === 'change' && (
        <RolesDialog
          member={doing.member}
          onClose={close}
          onDone={() => end(t('staff.changed', { name: doing.member.name }))}
        />
      )}
      {doing?.what === 'reset' && (
        <ResetDialog
          member={doing.member}
          onClose={close}
          onDone={(staff) => {
            setAdded({ staff, signIn: 'password', again: true });
            close();
          }}
        />
      )}
      {doing?.what === 'remove' && (
        <RemoveDialog
          member={doing.member}
          onClose={close}
          onDone={() => end(t('staff.removed', { name: doing.member.name }))}
        />
      )}
    </>
  );
}
