/** Whoever has an initial password, which somebody else chose, must choose another one. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changePassword } from './calls.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { PlainFrame } from '../shell/plain-frame.tsx';
import { useMissing } from './missing-fields.ts';
import { SignInProblem } from './sign-in-problem.tsx';

/** The server's rule, which decides. */
const shortest = 12;

const fields = { current: 'own-current', chosen: 'own-new', again: 'own-again' };

export function OwnPasswordPage() {
  const t = useWords();
  return (
    <PlainFrame>
      <PageHeading title={t('ownPassword.title')} />
      <OwnPassword />
    </PlainFrame>
  );
}

export function OwnPassword() {
  const t = useWords();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [again, setAgain] = useState('');
  const [wrong, setWrong] = useState<'short' | 'differs' | null>(null);
  const { errorOf, isComplete } = useMissing({
    [fields.current]: { value: current, missing: 'signIn.password.missing' },
    [fields.chosen]: { value: chosen, missing: 'signIn.password.missing' },
    [fields.again]: { value: again, missing: 'signIn.password.missing' },
  });
  const changing = useMutation({
    mutationFn: () => changePassword(current, chosen),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <>
      <p>{t('ownPassword.text')}</p>
      <Form
        keeps={false}
        onSubmit={() => {
          if (!isComplete()) return;
          const found = chosen.length < shortest ? 'short' : chosen === again ? null : 'differs';
          setWrong(found);
          if (found !== null) document.getElementById(found === 'short' ? fields.chosen : fields.again)?.focus();
          else if (!changing.isPending) changing.mutate();
        }}
      >
        {changing.error && <SignInProblem error={changing.error} />}
        <TextField
          id={fields.current}
          label={t('ownPassword.current')}
          error={errorOf(fields.current)}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={({ target }) => setCurrent(target.value)}
        />
        <TextField
          id={fields.chosen}
          label={t('ownPassword.new')}
          hint={t('ownPassword.hint', { count: shortest })}
          error={
            errorOf(fields.chosen) ?? (wrong === 'short' ? t('ownPassword.short', { count: shortest }) : undefined)
          }
          type="password"
          autoComplete="new-password"
          required
          maxLength={128}
          value={chosen}
          onChange={({ target }) => {
            setChosen(target.value);
            setWrong(null);
          }}
        />
        <TextField
          id={fields.again}
          label={t('ownPassword.again')}
          error={errorOf(fields.again) ?? (wrong === 'differs' ? t('ownPassword.differs') : undefined)}
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={({ target }) => {
            setAgain(target.value);
            setWrong(null);
          }}
        />
        <Button type="submit" busy={changing.isPending}>
          {t('ownPassword.submit')}
        </Button>
      </Form>
    </>
  );
}
