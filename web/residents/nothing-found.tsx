import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import type { Criteria } from './calls.ts';
import { Button } from '../components/button.tsx';
import { useWords } from '../components/preferences.tsx';

const longestNumber = 15;

/** Says why the search may have found nobody, and offers what would widen it. */
export function NothingFound({ criteria, onSearch }: { criteria: Criteria; onSearch: (criteria: Criteria) => void }) {
  const t = useWords();
  const { name, birthDate, address, addressNumber, integratedAddressNumber } = criteria;
  const numbers = [addressNumber, integratedAddressNumber].filter((number) => number !== '');
  const hasPart = name !== '' && criteria.nameMatch === 'start';
  const hasFormer = (name !== '' || address !== '') && !criteria.includeHistory;
  const advice = [
    numbers.some(hasPersonalNumber) && t('residents.personalNumberHere'),
    numbers.some((number) => number.length < longestNumber) && t('residents.none.zeros'),
    hasPart && t('residents.none.part'),
    hasFormer && t('residents.none.history'),
    [name, birthDate, address, ...numbers].filter((value) => value !== '').length > 1 && t('residents.none.fewer'),
  ].filter((text) => text !== false);
  return (
    <div className="grid gap-3 py-2">
      <p className="font-bold">{t('residents.none')}</p>
      <ul className="list-disc pl-5">
        {advice.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {hasPart && (
          <Button look="secondary" size="small" onClick={() => onSearch({ ...criteria, nameMatch: 'part' })}>
            {t('residents.none.part.do')}
          </Button>
        )}
        {hasFormer && (
          <Button look="secondary" size="small" onClick={() => onSearch({ ...criteria, includeHistory: true })}>
            {t('residents.none.history.do')}
          </Button>
        )}
      </div>
    </div>
  );
}
