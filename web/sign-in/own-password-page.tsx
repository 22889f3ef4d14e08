/** Whoever has an initial password, which somebody else chose, must choose another one. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordRules } from '../../domain/values/password-rules.ts';
import { changePassword } from './calls.ts';
import { Button } from '../components/button.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { PageHeading } from '../components/page.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { PlainFrame } from '../shell/plain-frame.tsx';
import { useMissing } from './missing-fields.ts';
import { PasswordField } from './password-field.tsx';
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
  const { language } = usePreferences();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [again, setAgain] = useState('');
  const [isShort, setShort] = useState(false);
  const { errorOf, isComplete } = useMissing({
    [fields.current]: { value: current, missing: 'signIn.password.missing' },
    [fields.chosen]: { value: chosen, missing: 'signIn.password.missing' },
    [fields.again]: { value: again, missing: 'signIn.password.missing' },
  });
  const changing = useMutation({
    mutationFn: () => changePassword(current, chosen),
    onSuccess: () => client.invalidateQueries(),
    onError: (error) => {
      if (fieldErrorsOf(error, language)['newPassword'] !== undefined) document.getElementById(fields.chosen)?.focus();
    },
  });
  const refused = fieldErrorsOf(changing.error, language)['newPassword'];
  // As soon as it is as long, or can no longer become the same.
  const differs = again !== '' && !(again.length < chosen.length && chosen.startsWith(again)) && again !== chosen;
  const isSame = again !== '' && again === chosen;
  return (
    <>
      <p>{t('ownPassword.text')}</p>
      <Form
        keeps={false}
        onSubmit={() => {
          if (!isComplete()) return;
          const tooShort = Array.from(chosen).length < shortest;
          setShort(tooShort);
          if (tooShort || again !== chosen) document.getElementById(tooShort ? fields.chosen : fields.again)?.focus();
          else if (!changing.isPending) changing.mutate();
        }}
      >
        {changing.error && refused === undefined && <SignInProblem error={changing.error} />}
        <PasswordField
          id={fields.current}
          label={t('ownPassword.current')}
          error={errorOf(fields.current)}
          autoComplete="current-password"
          value={current}
          onChange={({ target }) => setCurrent(target.value)}
        />
        <PasswordField
          id={fields.chosen}
          label={t('ownPassword.new')}
          hint={t('ownPassword.hint', { count: shortest })}
          error={errorOf(fields.chosen) ?? (isShort ? passwordRules.PASSWORD_SHORT[language] : refused)}
          autoComplete="new-password"
          maxLength={128}
          value={chosen}
          onChange={({ target }) => {
            setChosen(target.value);
            setShort(false);
            if (changing.error) changing.reset();
          }}
        />
        <PasswordField
          id={fields.again}
          label={t('ownPassword.again')}
          hint={isSame ? t('ownPassword.same') : undefined}
          error={errorOf(fields.again) ?? (differs ? t('ownPassword.differs') : undefined)}
          autoComplete="new-password"
          value={again}
          onChange={({ target }) => setAgain(target.value)}
        />
        <Button type="submit" busy={changing.isPending}>
          {t('ownPassword.submit')}
        </Button>
      </Form>
    </>
  );
}
