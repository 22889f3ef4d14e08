import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Release } from '../../contracts/api/deliveries.ts';
import { addDays, tokyoDateOf, tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import { usualWaves, type WavePlan } from '../../domain/deliveries/names.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { RadioGroup, TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { useStart } from './calls.ts';

const whoms = ['all', 'group', 'organisations'] as const;
type Whom = (typeof whoms)[number];

interface Entered {
  whom: Whom;
  group: string;
  organisations: string;
  canary: string;
  applyAfter: string;
  shares: string;
  pause: string;
}
type Wrong = Partial<Record<keyof Entered, true>>;

/** To whom a release goes, in which waves, and from when it may be applied. */
export function StartDialog({ release, onClose }: { release: Release; onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const { organisation } = usePlace();
  const starting = useStart(
    organisation,
    ({ rollout }) =>
      void navigate({
        to: '/organisations/$organisation/deliveries/rollouts/$rollout',
        params: { organisation, rollout },
      }),
  );
  const [entered, setEntered] = useState<Entered>(() => ({
    whom: 'all',
    group: '',
    organisations: '',
    canary: '',
    // Tonight, after the day's online operation.
    applyAfter: `${tokyoDateOf(Date.now())}T18:00`,
    shares: usualWaves.map(({ share }) => share).join(' '),
    pause: String(usualWaves[1]?.atLeastMinutes ?? 0),
  }));
  const [wrong, setWrong] = useState<Wrong>({});
  const enter = (part: Partial<Entered>): void => setEntered((before) => ({ ...before, ...part }));
  const { name, version } = release;
  const begin = (): void => {
    const found = wrongOf(entered);
    setWrong(found);
    const [first] = Object.keys(found);
    if (first !== undefined) {
      document.getElementById(`start-${first}`)?.focus();
      return;
    }
    const { whom, group, organisations, canary } = entered;
    starting.mutate({
      release: release.release,
      applyAfter: new Date(tokyoInstantOf(entered.applyAfter)).toISOString(),
      waves: wavesOf(entered) ?? [...usualWaves],
      ...(whom === 'group' && { group: group.trim() }),
      ...(whom === 'organisations' && { organisations: codesOf(organisations) }),
      ...(canary.trim() !== '' && { canary: codesOf(canary) }),
    });
  };
  return (
    <Dialog title={t('deliveries.start.title', { name, version })} onClose={onClose}>
      {starting.error && <ProblemNotice error={starting.error} />}
      <Form onSubmit={() => !starting.isPending && begin()}>
        <RadioGroup
          legend={t('deliveries.start.whom')}
          name="whom"
          value={entered.whom}
          choices={whoms.map((value) => ({ value, text: t(`deliveries.start.whom.${value}`) }))}
          onChange={(value) => enter({ whom: whoms.find((each) => each === value) ?? 'all' })}
        />
        {entered.whom === 'group' && (
          <TextField
            id="start-group"
            label={t('deliveries.start.group')}
            required
            maxLength={60}
            autoComplete="off"
            value={entered.group}
            error={wrong.group && t('deliveries.start.group.missing')}
            onChange={({ target }) => enter({ group: target.value })}
          />
        )}
        {entered.whom === 'organisations' && (
          <TextField
            id="start-organisations"
            label={t('deliveries.start.organisations')}
            hint={t('deliveries.start.organisations.hint')}
            required
            autoComplete="off"
            value={entered.organisations}
            error={wrong.organisations && t('deliveries.start.organisations.wrong')}
            onChange={({ target }) => enter({ organisations: target.value })}
          />
        )}
        <TextField
          id="start-canary"
          label={t('deliveries.start.canary')}
          hint={t('deliveries.start.canary.hint')}
          autoComplete="off"
          value={entered.canary}
          error={wrong.canary && t('deliveries.start.canary.wrong')}
          onChange={({ target }) => enter({ canary: target.value })}
        />
        <TextField
          id="start-applyAfter"
          type="datetime-local"
          label={t('deliveries.start.applyAfter')}
          hint={t('deliveries.start.applyAfter.hint')}
          required
          min={`${addDays(tokyoDateOf(Date.now()), -1)}T00:00`}
          value={entered.applyAfter}
          error={wrong.applyAfter && t('deliveries.start.applyAfter.wrong')}
          onChange={({ target }) => enter({ applyAfter: target.value })}
        />
        <TextField
          id="start-shares"
          label={t('deliveries.start.waves')}
          hint={t('deliveries.start.waves.hint')}
          required
          autoComplete="off"
          value={entered.shares}
          error={wrong.shares && t('deliveries.start.waves.wrong')}
          onChange={({ target }) => enter({ shares: target.value })}
        />
        <TextField
          id="start-pause"
          label={t('deliveries.start.pause')}
          inputMode="numeric"
          required
          autoComplete="off"
          value={entered.pause}
          error={wrong.pause && t('deliveries.start.pause.wrong')}
          onChange={({ target }) => enter({ pause: target.value })}
        />
        <DialogButtons text={t('deliveries.start.submit')} busy={starting.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[\s,、]+/u)
    .filter((word) => word !== '');

const codesOf = (text: string): string[] => [...new Set(wordsOf(text))];
const areCodes = (codes: readonly string[]): boolean => codes.every((code) => /^\d{6}$/u.test(code));

/** In the order of the fields. */
function wrongOf(entered: Entered): Wrong {
  const { whom, group, organisations, canary, applyAfter, pause } = entered;
  const codes = codesOf(organisations);
  return {
    ...(whom === 'group' && group.trim() === '' && { group: true as const }),
    ...(whom === 'organisations' && (codes.length === 0 || !areCodes(codes)) && { organisations: true as const }),
    ...(!areCodes(codesOf(canary)) && { canary: true as const }),
    ...(!/^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(applyAfter) && { applyAfter: true as const }),
    ...(wavesOf({ ...entered, pause: '0' }) === null && { shares: true as const }),
    ...(!isPause(pause) && { pause: true as const }),
  };
}

const isPause = (text: string): boolean => /^\d{1,5}$/u.test(text.trim()) && Number(text) <= 43_200;

/** Null where the shares are none that rise to 100. */
function wavesOf({ shares, pause }: Pick<Entered, 'shares' | 'pause'>): WavePlan[] | null {
  const numbers = wordsOf(shares).map((word) => Number(word.replace(/%$/u, '')));
  const areRising = numbers.every((share, at) => share >= 0.01 && share <= 100 && share > (numbers[at - 1] ?? 0));
  if (numbers.length === 0 || numbers.length > 10 || !areRising || numbers.at(-1) !== 100) return null;
  return numbers.map((share, at) => ({ share, atLeastMinutes: at === 0 ? 0 : Number(pause) }));
}
