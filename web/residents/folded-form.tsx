import { Button } from '../components/button.tsx';
import { systemOf } from '../components/code-names.ts';
import { usePreferences, useWords } from '../components/preferences.tsx';
import type { Criteria } from './calls.ts';

/** What was looked for, in one line, so that what was found stands below it at once. */
export function FoldedForm({ criteria, onOpen }: { criteria: Criteria; onOpen: () => void }) {
  const t = useWords();
  const { language } = usePreferences();
  const { name, nameMatch, birthDate, address, numberSystem, addressNumber, integratedAddressNumber } = criteria;
  const shown = [
    [t('resident.field.name'), name === '' ? '' : `${name} (${t(`residents.match.${nameMatch}`)})`],
    [t('resident.field.birthDateText'), birthDate],
    [t('resident.field.address'), address],
    [t('resident.number'), integratedAddressNumber],
    [t('resident.numberSystem'), numberSystem === '' ? '' : systemOf(numberSystem, language)],
    [t('resident.addressNumber'), addressNumber],
  ].filter(([, value]) => value !== '');
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 rounded-8 border border-solid-gray-300 px-4 py-2">
      <dl className="mr-auto flex min-w-0 flex-wrap gap-x-6 gap-y-1">
        {shown.map(([title, value]) => (
          <div key={title} className="flex flex-wrap gap-x-2">
            <dt className="text-solid-gray-700">{title}</dt>
            <dd className="font-bold wrap-anywhere">{value}</dd>
          </div>
        ))}
        {criteria.includeHistory && (
          <div>
            <dt className="sr-only">{t('residents.criteria')}</dt>
            <dd>{t('residents.includeHistory')}</dd>
          </div>
        )}
      </dl>
      <Button look="secondary" size="small" aria-expanded={false} onClick={onOpen}>
        {t('residents.change')}
      </Button>
    </div>
  );
}
