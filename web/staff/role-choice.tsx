import type { Tier } from '../../domain/organisations.ts';
import { rolesOfTier, type AnyRole } from '../../domain/rights.ts';
import { isMessageKey, type MessageKey } from '../catalogue.ts';
import { Checkbox } from '../components/fields.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';

export const roleField = 'staff-role';

/** A role of the same name does more in a municipality than above one. */
function textOf(role: AnyRole, tier: Tier): MessageKey {
  const key = tier === 'municipality' ? `staff.role.${role}` : `staff.role.above.${role}`;
  return isMessageKey(key) ? key : `role.${role}`;
}

/** Says what each role may do, because its name alone does not tell. */
export function RoleChoice({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly AnyRole[];
  error: string | undefined;
  onChange: (chosen: AnyRole[]) => void;
}) {
  const t = useWords();
  const { tier } = usePlace();
  const roles = rolesOfTier[tier];
  const errorId = `${roleField}-error`;
  return (
    <fieldset className="grid gap-1" aria-describedby={error === undefined ? undefined : errorId}>
      <legend className="font-bold">{t('staff.roles')}</legend>
      {roles.map((role, index) => (
        <Checkbox
          key={role}
          {...(index === 0 && { id: roleField })}
          label={t('staff.role', { role: t(`role.${role}`), text: t(textOf(role, tier)) })}
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
