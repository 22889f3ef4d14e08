/** Searches of the log that somebody keeps under a name: opened by a press, and removed. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { linkClass } from '../components/link.ts';
import { useWords } from '../components/preferences.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePlace } from '../shell/place.tsx';
import { addAuditSearch, auditSearchesQuery, removeAuditSearch, type AuditFilter } from './calls.ts';
import { readAuditFilter } from './search.ts';

export function KeptSearches({ filter }: { filter: AuditFilter }) {
  const t = useWords();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const query = auditSearchesQuery(organisation);
  const { data } = useQuery(query);
  const [name, setName] = useState('');
  const onSuccess = () => client.invalidateQueries({ queryKey: query.queryKey });
  const adding = useMutation({
    mutationFn: () => addAuditSearch(organisation, { name, filter }),
    onSuccess: () => {
      setName('');
      return onSuccess();
    },
  });
  const removing = useMutation({
    mutationFn: (searchId: string) => removeAuditSearch(organisation, searchId),
    onSuccess,
  });
  const problem = adding.error ?? removing.error;
  const searches = data?.searches ?? [];
  return (
    <section aria-label={t('audit.kept')} className="grid gap-2">
      {searches.length > 0 && (
        <ul className="flex flex-wrap gap-x-6">
          {searches.map((search) => (
            <li key={search.searchId} className="flex items-center gap-1">
              <Link
                to="/organisations/$organisation/audit"
                params={{ organisation }}
                search={readAuditFilter({ ...search.filter })}
                className={linkClass}
              >
                {search.name}
              </Link>
              <Button
                look="quiet"
                size="small"
                aria-label={t('audit.kept.remove', { name: search.name })}
                busy={removing.isPending && removing.variables === search.searchId}
                onClick={() => removing.mutate(search.searchId)}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      {problem && <ProblemNotice error={problem} />}
      {Object.keys(filter).length > 0 && (
        <Form
          keeps={false}
          className="flex flex-wrap items-end gap-3"
          onSubmit={() => {
            if (name.trim() !== '' && !adding.isPending) adding.mutate();
          }}
        >
          <div className="min-w-60">
            <TextField
              label={t('audit.kept.name')}
              maxLength={60}
              autoComplete="off"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </div>
          <Button type="submit" look="secondary" busy={adding.isPending}>
            {t('audit.kept.add')}
          </Button>
        </Form>
      )}
    </section>
  );
}
