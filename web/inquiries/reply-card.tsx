import { useState } from 'react';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { useSession } from '../shell/session.tsx';
import { attachAll, type Failed } from './attach-all.ts';
import { AttachField } from './attach-field.tsx';
import { replyTo } from './calls.ts';
import { FailedFiles } from './failed-files.tsx';
import { TextForm } from './text-form.tsx';

/** Whoever asked writes again. */
export function ReplyCard({
  inquiry: { inquiry },
  onChanged,
}: {
  inquiry: InquiryDetail;
  onChanged: (changed: InquiryDetail) => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const { staffId } = useSession();
  const [files, setFiles] = useState<File[]>([]);
  const [failed, setFailed] = useState<Failed | null>(null);
  return (
    <>
      {failed && <FailedFiles inquiry={inquiry} failed={failed} onDone={() => setFailed(null)} />}
      <TextForm
        fieldId="inquiry-reply"
        words={{
          title: t('reply.title'),
          label: t('reply.text'),
          hint: t('reply.hint'),
          missing: t('reply.missing'),
          submit: t('reply.submit'),
          done: t('reply.sent'),
        }}
        send={async (text) => {
          const changed = await replyTo(organisation, inquiry, text);
          setFailed(await attachAll(organisation, changed, files, staffId));
          setFiles([]);
          return changed;
        }}
        onDone={onChanged}
      >
        <AttachField files={files} onChange={setFiles} />
      </TextForm>
    </>
  );
}
