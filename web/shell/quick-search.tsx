/** One field for everybody who may look residents up: a number leads to its resident, a name to the search. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import type { FoundResident } from '../../contracts/api/resident-search.ts';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { Form } from '../components/form.tsx';
import { linkClass } from '../components/link.ts';
import { useWords } from '../components/preferences.tsx';
import { sentenceOf } from '../components/problem-notice.tsx';
import { usePreferences } from '../components/preferences.tsx';
import { blank, findByNumber, type Criteria } from '../residents/calls.ts';
import { handOver } from '../residents/handed-over.ts';
import { beginSearch } from '../residents/begin-search.ts';
import type { OwnOrganisation } from './place.tsx';
import { useSession } from './session.tsx';

export const quickSearchField = 'quick-search';

/** Whom one number may mean: an integrated number, or a number of a backbone. */
interface Meanings {
  text: string;
  integrated: FoundResident | undefined;
  linked: readonly FoundResident[];
}

export function QuickSearch({ place: { organisation: municipality, rights } }: { place: OwnOrganisation }) {
  const t = useWords();
  const { language } = usePreferences();
  const client = useQueryClient();
  const { staffId } = useSession();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [meanings, setMeanings] = useState<Meanings | null>(null);
  const clear = (): void => {
    setTyped('');
    setRefusal(null);
    setMeanings(null);
  };
  const toSearch = (criteria: Partial<Criteria> | null): void => {
    clear();
    if (criteria) beginSearch(client, { municipality, staffId }, { ...blank, ...criteria });
    void navigate({ to: '/$municipality/residents', params: { municipality } });
  };
  const toResident = ({ integratedAddressNumber, personId }: FoundResident): void => {
    clear();
    if (integratedAddressNumber === null) {
      void navigate({ to: '/$municipality/residents/by-person/$personId', params: { municipality, personId } });
    } else {
      void navigate({
        to: '/$municipality/residents/$integratedAddressNumber',
        params: { municipality, integratedAddressNumber },
      });
    }
  };
  const finding = useMutation({
    mutationFn: async (text: string): Promise<Meanings> => {
      const [integrated, linked] = await Promise.all([
        findByNumber(municipality, { integratedAddressNumber: text }),
        findByNumber(municipality, { addressNumber: text }),
      ]);
      return { text, integrated: integrated.residents[0], linked: linked.residents };
    },
    gcTime: 0,
    onSuccess: (found) => {
      const people = [...(found.integrated ? [found.integrated] : []), ...found.linked];
      const [only] = people;
      if (only && people.every(({ personId }) => personId === only.personId)) toResident(only);
      else if (!found.integrated)
        toSearch(only ? { addressNumber: found.text } : { integratedAddressNumber: found.text });
      else setMeanings(found);
    },
    onError: (error) => setRefusal(sentenceOf(error, language, t)),
  });
  const submit = (): void => {
    const text = typed.normalize('NFKC').trim();
    setRefusal(null);
    setMeanings(null);
    if (text === '' || finding.isPending) return;
    if (hasPersonalNumber(text)) {
      // It goes into no address and is kept nowhere; the form that takes it asks for the reason.
      setTyped('');
      if (!rights.includes('residents:view-personal-number')) return setRefusal(t('quick.personalNumber'));
      handOver(text.replaceAll(/\D/gu, ''));
      return toSearch(null);
    }
    if (/^[0-9]{1,15}$/u.test(text)) return finding.mutate(text);
    return toSearch({ name: text });
  };
  const clearByEscape = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') clear();
  };
  return (
    <div className="relative min-w-0 grow basis-56 sm:max-w-80">
      <Form keeps={false} role="search" aria-label={t('quick.title')} onSubmit={submit}>
        <input
          id={quickSearchField}
          type="search"
          aria-label={t('quick.label')}
          aria-describedby={refusal === null ? undefined : 'quick-refusal'}
          aria-busy={finding.isPending || undefined}
          placeholder={t('quick.placeholder')}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={clearByEscape}
          className="min-h-11 w-full rounded-8 border border-solid-gray-600 bg-white px-3 placeholder:text-solid-gray-700"
        />
      </Form>
      {(refusal !== null || meanings) && (
        <div className="absolute z-20 mt-1 grid w-full min-w-64 gap-1 rounded-8 border border-solid-gray-600 bg-white p-3 shadow-2">
          {refusal !== null && (
            <p id="quick-refusal" role="alert" className="text-error-2">
              {refusal}
            </p>
          )}
          {meanings?.integrated && (
            <>
              <p role="status">{t('quick.both')}</p>
              <Link
                to="/$municipality/residents/$integratedAddressNumber"
                params={{ municipality, integratedAddressNumber: meanings.integrated.integratedAddressNumber ?? '' }}
                onClick={clear}
                className={linkClass}
              >
                {t('quick.integrated', { number: meanings.text })}
              </Link>
              <Link
                to="/$municipality/residents"
                params={{ municipality }}
                onClick={() => toSearch({ addressNumber: meanings.text })}
                className={linkClass}
              >
                {t('quick.linked', { number: meanings.text })}
              </Link>
            </>
          )}
        </div>
      )}
    </div>
  );
}
