import { Link } from '@tanstack/react-router';
import type { Inquiry } from '../../contracts/api/inquiries.ts';
import { AsStored } from '../components/as-stored.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable, type Column } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { Due, InquiryStatusLabel, PriorityLabel, useOwnerName } from './labels.tsx';

/** In the order in which they come. The call centre sees whose each is, and whoever asks does not need that. */
export function InquiryTable({ inquiries, ofMany }: { inquiries: readonly Inquiry[]; ofMany: boolean }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const ownerName = useOwnerName();
  const asker: Column<Inquiry> = {
    key: 'organisation',
    title: t('inquiries.organisation'),
    cell: ({ organisationName }) => <span className="whitespace-nowrap">{organisationName[language]}</span>,
  };
  return (
    <DataTable
      caption={t('inquiries.list')}
      rows={inquiries}
      rowKey={({ inquiry }) => String(inquiry)}
      empty={t('inquiries.none')}
      columns={[
        {
          key: 'number',
          title: t('inquiries.number'),
          heading: true,
          cell: ({ inquiry, subject }) => (
            <Link
              to="/organisations/$organisation/inquiries/$inquiry"
              params={{ organisation, inquiry: String(inquiry) }}
              className="-my-2 inline-flex min-h-11 min-w-48 items-center gap-2 text-key-900 underline"
            >
              <span className="tabular-nums">{inquiry}</span>
              <AsStored text={subject} />
            </Link>
          ),
        },
        { key: 'status', title: t('inquiries.status'), cell: ({ status }) => <InquiryStatusLabel status={status} /> },
        { key: 'due', title: t('inquiries.due'), cell: (inquiry) => <Due inquiry={inquiry} /> },
        ...(ofMany ? [asker] : []),
        {
          key: 'kind',
          title: t('inquiries.kind'),
          cell: ({ kind }) => <span className="whitespace-nowrap">{t(`inquiry.kind.${kind}`)}</span>,
        },
        {
          key: 'priority',
          title: t('inquiries.priority'),
          cell: ({ priority }) => <PriorityLabel priority={priority} />,
        },
        {
          key: 'owner',
          title: t('inquiries.owner'),
          cell: ({ owner }) => <span className="whitespace-nowrap">{ownerName(owner)}</span>,
        },
        {
          key: 'askedAt',
          title: t('inquiries.askedAt'),
          cell: ({ askedAt }) => <span className="whitespace-nowrap">{formats.moment(askedAt)}</span>,
        },
      ]}
    />
  );
}
