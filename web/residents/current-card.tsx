import { Link } from '@tanstack/react-router';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { buttonClass } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { birthDateOf, sexOf } from '../components/code-names.ts';
import { Facts } from '../components/facts.tsx';
import { PersonalNumber } from './personal-number.tsx';
import { AsStored } from '../components/as-stored.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';

/** The current address information, as far as the reader may see it. */
export function CurrentCard({ resident }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  const { integratedAddressNumber, masked, history } = resident;
  const current = history.find((row) => row.current && !row.masked);
  return (
    <Card
      title={t('resident.current')}
      aside={
        current &&
        integratedAddressNumber !== null &&
        may('residents:update') && (
          <Link
            to="/$municipality/residents/$integratedAddressNumber/update"
            params={{ municipality, integratedAddressNumber }}
            className={buttonClass('secondary', 'small')}
          >
            {t('addressUpdate.open')}
          </Link>
        )
      }
    >
      {resident.protected && (
        <p className="flex flex-wrap items-center gap-2">
          <ProtectedLabel />
          {t(masked ? 'resident.masked' : 'resident.protectedText')}
        </p>
      )}
      {history.length === 0 && <p>{t('resident.history.none')}</p>}
      {current && (
        <>
          <p className="grid">
            <AsStored text={current.nameKana} className="text-solid-gray-700" />
            <AsStored text={current.name} className="text-std-28B-150" />
          </p>
          <Facts
            facts={[
              {
                key: 'birthDate',
                title: t('resident.field.birthDateText'),
                value: (
                  <>
                    {birthDateOf(current, formats)}
                    {current.birthDate !== null && (
                      <span className="block text-sm text-solid-gray-700">
                        {t('resident.asWritten')} <AsStored text={current.birthDateText} />
                      </span>
                    )}
                  </>
                ),
              },
              { key: 'sex', title: t('resident.field.sex'), value: sexOf(current.sex, t) },
              { key: 'address', title: t('resident.field.address'), value: <AsStored text={current.address} /> },
              ...(['contact', 'delivery'] as const).map((field) => ({
                key: field,
                title: t(`resident.field.${field}`),
                value: current[field] !== null && <AsStored text={current[field]} />,
              })),
            ]}
          />
        </>
      )}
      {!masked && may('residents:view-personal-number') && <PersonalNumber resident={resident} />}
    </Card>
  );
}
