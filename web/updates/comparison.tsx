import type { ReactNode } from 'react';
import type { ProposedInformation, ProposedUpdateDetail } from '../../contracts/api/proposed-updates.ts';
import { informationFields, type InformationField } from '../../domain/information-fields.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords, type Words } from '../components/preferences.tsx';
import type { Formats } from '../components/formats.ts';
import { birthDateOf, sexOf } from '../components/code-names.ts';
import { AsStored } from '../components/as-stored.tsx';

/** Present and proposed values side by side. A word and a colour mark what differs. */
export function Comparison({ update }: { update: ProposedUpdateDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { before, after, changed } = update;
  const isCurrent = update.state === 'open' && !update.outdated;
  if (!before || !after) return null;
  const cell = (information: ProposedInformation, field: InformationField): ReactNode =>
    valueOf(information, field, formats, t);
  return (
    <Card title={t('approval.comparison')}>
      <p>{t('approval.comparison.text')}</p>
      <DataTable
        caption={t('approval.comparison')}
        rows={informationFields.map((field) => ({ field, differs: changed.includes(field) }))}
        rowKey={({ field }) => field}
        columns={[
          {
            key: 'field',
            title: t('approval.field'),
            heading: true,
            cell: ({ field }) => <span className="whitespace-nowrap">{t(`resident.field.${field}`)}</span>,
          },
          {
            key: 'before',
            title: t(isCurrent ? 'approval.before' : 'approval.before.decided'),
            cell: ({ field }) => cell(before, field),
          },
          {
            key: 'after',
            title: t('approval.after'),
            cell: ({ field, differs }) =>
              differs ? (
                <mark className="block rounded-4 bg-yellow-100 px-2 py-1 text-solid-gray-900">
                  <span className="block text-sm font-bold whitespace-nowrap">{t('resident.changed')}</span>
                  {cell(after, field)}
                </mark>
              ) : (
                <span className="text-solid-gray-700">{t('approval.same')}</span>
              ),
          },
        ]}
      />
    </Card>
  );
}

function valueOf(information: ProposedInformation, field: InformationField, formats: Formats, t: Words): ReactNode {
  if (field === 'sex') return sexOf(information.sex, t);
  if (field === 'birthDateText') {
    return (
      <>
        <span className="whitespace-nowrap">{birthDateOf(information, formats)}</span>
        {information.birthDate !== null && <AsStored text={information.birthDateText} className="block text-sm" />}
      </>
    );
  }
  const text = information[field];
  return text === null ? t('approval.blank') : <AsStored text={text} />;
}
