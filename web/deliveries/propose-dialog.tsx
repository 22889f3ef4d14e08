import { useState } from 'react';
import type { Release } from '../../contracts/api/deliveries.ts';
import { releaseKinds, type ReleaseKind } from '../../domain/deliveries/names.ts';
import { Dialog } from '../components/dialog.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { useProposal } from './calls.ts';

const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;
/** As the API has it. Bytes. */
const largest = 1_073_741_824;

/** One person proposes a file; another will decide. */
export function ProposeDialog({
  known,
  onClose,
  onDone,
}: {
  /** Whose names are offered. */
  known: readonly Release[];
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const proposing = useProposal(organisation, onDone);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ReleaseKind>('calendar');
  const [file, setFile] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const names = [...new Set(known.map((release) => release.name))].toSorted();
  // A name keeps its kind for ever.
  const kindOfName = known.find((release) => release.name === name)?.kind;
  const nameError = tried && !namePattern.test(name) ? t('deliveries.propose.name.wrong') : undefined;
  const fileError = !tried
    ? undefined
    : file === null
      ? t('deliveries.propose.file.missing')
      : file.size > largest
        ? t('deliveries.propose.file.large')
        : undefined;
  return (
    <Dialog title={t('deliveries.propose')} onClose={onClose}>
      {proposing.error && <ProblemNotice error={proposing.error} />}
      <ReasonForm
        submit={t('deliveries.propose.submit')}
        busy={proposing.isPending}
        onSubmit={(reason) => {
          setTried(true);
          if (file === null || file.size > largest || !namePattern.test(name)) return;
          proposing.mutate({ file, name, kind: kindOfName ?? kind, reason });
        }}
        onClose={onClose}
      >
        <TextField
          id="delivery-file"
          type="file"
          label={t('deliveries.propose.file')}
          required
          error={fileError}
          onChange={({ target }) => setFile(target.files?.[0] ?? null)}
        />
        <TextField
          id="delivery-name"
          label={t('deliveries.propose.name')}
          hint={t('deliveries.propose.name.hint')}
          required
          list="delivery-names"
          autoComplete="off"
          spellCheck={false}
          error={nameError}
          value={name}
          onChange={({ target }) => setName(target.value.trim())}
        />
        <datalist id="delivery-names">
          {names.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <Select
          label={t('deliveries.releases.kind')}
          value={kindOfName ?? kind}
          disabled={kindOfName !== undefined}
          choices={releaseKinds.map((value) => ({ value, text: t(`deliveries.kind.${value}`) }))}
          onChange={({ target }) => setKind(releaseKinds.find((each) => each === target.value) ?? 'calendar')}
        />
      </ReasonForm>
    </Dialog>
  );
}
