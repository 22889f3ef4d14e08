import type { StaffMember } from '../../contracts/api/staff.ts';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useSession } from '../shell/session.tsx';

export function StaffTable({
  members,
  onChange,
  onReset,
  onRemove,
}: {
  members: readonly StaffMember[];
  onChange: (member: StaffMember) => void;
  onReset: (member: StaffMember) => void;
  onRemove: (member: StaffMember) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { staffId: own } = useSession();
  const actions = [
    { name: t('staff.change'), act: onChange },
    { name: t('staff.reset'), act: onReset },
    { name: t('staff.remove'), act: onRemove },
  ];
  return (
    <DataTable
      caption={t('staff.list')}
      rows={members}
      rowKey={({ staffId }) => staffId}
      empty={t('staff.empty')}
      columns={[
        {
          key: 'name',
          title: t('staff.name'),
          heading: true,
          cell: ({ name, email, staffId }) => (
            <div className="min-w-48">
              {name}
              {staffId === own && <span className="ml-1 font-normal">{t('staff.you')}</span>}
              <span className="block text-sm font-normal break-all text-solid-gray-700">{email}</span>
            </div>
          ),
        },
        {
          key: 'roles',
          title: t('staff.roles'),
          cell: ({ roles }) => (
            <ul>
              {roles.map((role) => (
                <li key={role} className="whitespace-nowrap">
                  {t(`role.${role}`)}
                </li>
              ))}
            </ul>
          ),
        },
        {
          key: 'secondFactor',
          title: t('staff.secondFactor'),
          cell: ({ secondFactor }) => t(`staff.secondFactor.${secondFactor}`),
        },
        {
          key: 'id',
          title: t('staff.id'),
          cell: ({ staffId }) => <div className="min-w-44 text-sm break-all">{staffId}</div>,
        },
        {
          key: 'createdAt',
          title: t('staff.createdAt'),
          cell: ({ createdAt }) => <span className="whitespace-nowrap">{formats.moment(createdAt)}</span>,
        },
        {
          key: 'actions',
          title: t('staff.actions'),
          cell: (member) => (
            <div className="flex gap-2">
              {actions
                // Only another administrator may reset one's own sign-in.
                .filter(({ act }) => act !== onReset || member.staffId !== own)
                .map(({ name, act }) => (
                  <Button
                    key={name}
                    look="secondary"
                    size="small"
                    aria-label={t('staff.actOn', { action: name, name: member.name })}
                    onClick={() => act(member)}
                  >
                    {name}
                  </Button>
                ))}
            </div>
          ),
        },
      ]}
    />
  );
}
