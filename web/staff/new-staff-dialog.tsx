import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewStaff } from '../../contracts/api/staff.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { addStaff, staffQuery } from './calls.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { RadioGroup, TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { usePlace } from '../shell/place.tsx';
import { RoleChoice, roleField } from './role-choice.tsx';

const nameField = 'staff-name';
const emailField = 'staff-email';
type SignIn = 'password' | 'oidc';

export function NewStaffDialog({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (staff: NewStaff, signIn: SignIn) => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<AnyRole[]>([]);
  const [signIn, setSignIn] = useState<SignIn>('password');
  const [subject, setSubject] = useState('');
  const [wrong, setWrong] = useState<{ fieldId: string; text: string }[]>([]);
  const { mayLeave } = useUnsaved(name !== '' || email !== '');
  const leave = (): void => {
    if (mayLeave()) onClose();
  };
  const adding = useMutation({
    mutationFn: () =>
      addStaff(organisation, {
        name: name.trim(),
        email: email.trim(),
        roles,
        signIn,
        ...(signIn === 'oidc' && subject.trim() !== '' && { subject: subject.trim() }),
      }),
    onSuccess: (staff) => {
      void client.invalidateQueries({ queryKey: staffQuery(organisation).queryKey });
      onAdded(staff, signIn);
    },
  });
  const errorOf = (fieldId: string): string | undefined => wrong.find((each) => each.fieldId === fieldId)?.text;
  const submit = (): void => {
    const found = [
      ...(name.trim() === '' ? [{ fieldId: nameField, text: t('staff.name.missing') }] : []),
      ...(isEmail(email) ? [] : [{ fieldId: emailField, text: t('staff.email.wrong') }]),
      ...(roles.length === 0 ? [{ fieldId: roleField, text: t('staff.roles.missing') }] : []),
    ];
    setWrong(found);
    if (found.length === 0 && !adding.isPending) adding.mutate();
  };
  return (
    <Dialog title={t('staff.add')} onClose={leave}>
      <Form className="grid gap-5" onSubmit={submit}>
        <ErrorSummary errors={wrong} />
        {adding.error && <ProblemNotice error={adding.error} />}
        <TextField
          id={nameField}
          label={t('staff.name')}
          error={errorOf(nameField)}
          required
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <TextField
          id={emailField}
          type="email"
          label={t('staff.email')}
          error={errorOf(emailField)}
          required
          maxLength={254}
          autoComplete="off"
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <RoleChoice chosen={roles} error={errorOf(roleField)} onChange={setRoles} />
        <RadioGroup
          legend={t('staff.signIn')}
          name="sign-in"
          value={signIn}
          onChange={(value) => setSignIn(value === 'oidc' ? value : 'password')}
          choices={(['password', 'oidc'] as const).map((value) => ({ value, text: t(`staff.signIn.${value}`) }))}
        />
        {signIn === 'oidc' && (
          <TextField
            label={t('staff.subject')}
            hint={t('staff.subject.hint')}
            maxLength={255}
            autoComplete="off"
            value={subject}
            onChange={({ target }) => setSubject(target.value)}
          />
        )}
        <DialogButtons text={t('staff.submit')} busy={adding.isPending} onLeave={leave} />
      </Form>
    </Dialog>
  );
}

/** Refuses only what cannot be an address; the server checks more. */
function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/u.test(text.trim());
}
