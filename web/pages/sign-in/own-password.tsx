/** The first password is somebody else's; it serves only to choose another one. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changePassword } from '../../api/sign-in.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/fields.tsx';
import { PageHeading } from '../../components/page.tsx';
import { useWords } from '../../preferences.tsx';
import { PlainFrame } from '../../shell/plain-frame.tsx';
import { SignInProblem } from './sign-in-problem.tsx';

/** As the server has it, which decides. */
const shortest = 12;

export function OwnPasswordPage() {
  const t = useWords();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const changing = useMutation({
    mutationFn: () => changePassword(current, chosen),
    onSuccess: () => client.resetQueries(),
  });
  return (
    <PlainFrame>
      <PageHeading title={t('ownPassword.title')} />
      <p>{t('ownPassword.text')}</p>
      <form
        className="grid gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          setDiffers(chosen !== again);
          if (chosen === again && !changing.isPending) changing.mutate();
        }}
      >
        {changing.error && <SignInProblem error={changing.error} />}
        <TextField
          label={t('ownPassword.current')}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={({ target }) => setCurrent(target.value)}
        />
        <TextField
          label={t('ownPassword.new')}
          hint={t('ownPassword.hint', { count: shortest })}
          type="password"
          autoComplete="new-password"
          required
          minLength={shortest}
          maxLength={128}
          value={chosen}
          onChange={({ target }) => setChosen(target.value)}
        />
        <TextField
          label={t('ownPassword.again')}
          error={differs ? t('ownPassword.differs') : undefined}
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={({ target }) => {
            setAgain(target.value);
            setDiffers(false);
          }}
        />
        <Button type="submit" busy={changing.isPending}>
          {t('ownPassword.submit')}
        </Button>
      </form>
    </PlainFrame>
  );
}
