import { tierOf } from '../../domain/organisations.ts';
import { rolesOfTier, type AnyRole } from '../../domain/rights.ts';
import { Checkbox } from '../components/fields.tsx';
import { useWords } from '../components/preferences.tsx';

export const roleField = 'staff-role';

/** Says what each role may do, because its name alone does not tell. */
export function RoleChoice({
  organisation,
  chosen,
  error,
  onChange,
}: {
  organisation: string;
  chosen: readonly AnyRole[];
  error: string | undefined;
  onChange: (chosen: AnyRole[]) => void;
}) {
  const t = useWords();
  const roles = rolesOfTier[tierOf(organisation)];
  const errorId = `${roleField}-error`;
  return (
    <fieldset className="grid gap-1" aria-describedby={error === undefined ? undefined : errorId}>
      <legend className="font-bold">{t('staff.roles')}</legend>
      {roles.map((role, index) => (
        <Checkbox
          key={role}
          {...(index === 0 && { id: roleField })}
          label={t('staff.role', { role: t(`role.${role}`), text: t(`staff.role.${role}`) })}
          checked={chosen.includes(role)}
          onChange={({ target }) =>
            onChange(roles.filter((each) => (each === role ? target.checked : chosen.includes(each))))
          }
        />
      ))}
      {error !== undefined && (
        <p id={errorId} className="text-sm text-error-2">
          {error}
        </p>
      )}
    </fieldset>
  );
}
