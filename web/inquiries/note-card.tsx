import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { noteOn } from './calls.ts';
import { TextForm } from './text-form.tsx';

/** What the call centre keeps for itself. */
export function NoteCard({
  inquiry: { inquiry },
  onChanged,
}: {
  inquiry: InquiryDetail;
  onChanged: (changed: InquiryDetail) => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  return (
    <TextForm
      fieldId="inquiry-note"
      words={{
        title: t('note.title'),
        label: t('note.text'),
        hint: t('note.hint'),
        missing: t('note.missing'),
        submit: t('note.submit'),
        done: t('note.kept'),
      }}
      send={(text) => noteOn(organisation, inquiry, text)}
      onDone={onChanged}
    />
  );
}
