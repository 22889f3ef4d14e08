import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Select, TextField } from '../../components/fields.tsx';
import { useWords } from '../../components/preferences.tsx';
import { Form } from '../../components/form.tsx';
import { useHere } from '../../shell/municipality.tsx';
import { numberSystems } from '../../../domain/number-systems.ts';
import { shownKinds, type MoverFilter } from './search.ts';
import { useSystemName } from './words.ts';

/** What is chosen goes into the address, so that a list can be kept and sent. */
export function FilterForm({ filter }: { filter: MoverFilter }) {
  const t = useWords();
  const systemName = useSystemName();
  const { municipality } = useHere();
  const navigate = useNavigate();
  const [from, setFrom] = useState(filter.from);
  const [to, setTo] = useState(filter.to);
  const [asked, setAsked] = useState(filter.to < filter.from);
  const [kind, setKind] = useState<string>(filter.moverKind ?? '');
  const [numberSystem, setNumberSystem] = useState(filter.numberSystem ?? '');
  const fromError = asked && from === '' ? t('movers.day.missing') : undefined;
  const toError = !asked
    ? undefined
    : to === ''
      ? t('movers.day.missing')
      : from !== '' && to < from
        ? t('movers.to.early')
        : undefined;
  return (
    <Form
      keeps={false}
      role="search"
      aria-label={t('movers.period')}
      className="flex flex-wrap items-start gap-4 print:hidden"
      onSubmit={() => {
        setAsked(true);
        if (from === '') document.getElementById('movers-from')?.focus();
        else if (to < from) document.getElementById('movers-to')?.focus();
        else {
          const chosenKind = shownKinds.find((each) => each === kind);
          const search = {
            from,
            to,
            ...(chosenKind && { moverKind: chosenKind }),
            ...(numberSystem !== '' && { numberSystem }),
            ...(filter.load !== undefined && { load: filter.load }),
          };
          void navigate({ to: '/$municipality/movers', params: { municipality }, search });
        }
      }}
    >
      <TextField
        id="movers-from"
        type="date"
        label={t('movers.from')}
        error={fromError}
        required
        value={from}
        onChange={({ target }) => setFrom(target.value)}
      />
      <TextField
        id="movers-to"
        type="date"
        label={t('movers.to')}
        error={toError}
        required
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
      <Select
        label={t('movers.kind')}
        value={kind}
        onChange={({ target }) => setKind(target.value)}
        choices={[
          { value: '', text: t('movers.kind.all') },
          ...shownKinds.map((each) => ({ value: each, text: t(`movers.kind.${each}`) })),
        ]}
      />
      <Select
        label={t('movers.numberSystem')}
        value={numberSystem}
        onChange={({ target }) => setNumberSystem(target.value)}
        choices={[
          { value: '', text: t('movers.kind.all') },
          ...Object.keys(numberSystems)
            .toSorted()
            .map((each) => ({ value: each, text: systemName(each) })),
        ]}
      />
      {/* Aligned with the fields, below their labels. */}
      <Button type="submit" className="mt-8">
        {t('movers.show')}
      </Button>
    </Form>
  );
}
