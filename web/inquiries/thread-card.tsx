import { useState, type ReactNode } from 'react';
import type { InquiryDetail, InquiryMessage } from '../../contracts/api/inquiries.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { labelClass } from '../components/label.ts';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { attachmentAddress } from './calls.ts';

/** What was written, in its order. Notes stand apart, so that nobody takes one for an answer. */
export function ThreadCard({ inquiry }: { inquiry: InquiryDetail }) {
  const t = useWords();
  const { may } = usePlace();
  const [made, setMade] = useState<InquiryMessage | null>(null);
  const [isAdded, setAdded] = useState(false);
  return (
    <Card title={t('inquiry.thread')}>
      {isAdded && <Notice look="success">{t('answers.added')}</Notice>}
      <ol className="grid gap-4">
        {inquiry.messages.map((message) => (
          <li key={`${String(message.inquiry)} ${String(message.seq)}`}>
            <Message message={message}>
              {message.kind === 'answer' && may('inquiries:answer') && (
                <Button
                  look="secondary"
                  size="small"
                  className="justify-self-start print:hidden"
                  onClick={() => {
                    setAdded(false);
                    setMade(message);
                  }}
                >
                  {t('answers.makeOf')}
                </Button>
              )}
            </Message>
          </li>
        ))}
      </ol>
      {made && (
        <AnswerDialog
          of={{ title: inquiry.subject, body: made.text, kind: inquiry.kind }}
          onClose={() => setMade(null)}
          onDone={() => {
            setMade(null);
            setAdded(true);
          }}
        />
      )}
    </Card>
  );
}

const frames: Record<InquiryMessage['kind'], string> = {
  question: 'border-solid-gray-300 bg-white sm:mr-12',
  answer: 'border-key-900 bg-key-50 sm:ml-12',
  note: 'border-dashed border-yellow-900 bg-yellow-50 sm:ml-12',
};
const labels: Record<InquiryMessage['kind'], string> = {
  question: 'border-solid-gray-600 text-solid-gray-800',
  answer: 'border-key-900 text-key-900',
  note: 'border-yellow-900 text-yellow-1200',
};

export function Message({
  message: { inquiry, kind, text, writtenBy, at, byMail, attachments },
  children,
}: {
  message: InquiryMessage;
  children?: ReactNode;
}) {
  const t = useWords();
  const formats = useFormats();
  return (
    <article className={`grid gap-2 rounded-8 border-2 p-4 ${frames[kind]}`}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className={`${labelClass} ${labels[kind]}`}>{t(`inquiry.message.${kind}`)}</span>
        <span className="font-bold">{writtenBy.name ?? writtenBy.id}</span>
        <time dateTime={at}>{formats.moment(at)}</time>
        {byMail && <span>{t('inquiry.byMail')}</span>}
        {kind === 'note' && <span>{t('inquiry.note.hidden')}</span>}
      </p>
      <AsStored text={text} className="whitespace-pre-wrap" />
      {attachments.length > 0 && (
        <ul aria-label={t('inquiry.attachments')} className="flex flex-wrap gap-x-4">
          {attachments.map((attachment) => (
            <Attachment key={attachment.attachment} inquiry={inquiry} attachment={attachment} />
          ))}
        </ul>
      )}
      {children}
    </article>
  );
}

function Attachment({
  inquiry,
  attachment: { attachment, name, bytes },
}: {
  inquiry: number;
  attachment: InquiryMessage['attachments'][number];
}) {
  const formats = useFormats();
  const { organisation } = usePlace();
  return (
    <li>
      <a href={attachmentAddress(organisation, inquiry, attachment)} download={name} className={linkClass}>
        <span className="wrap-anywhere">{name}</span>
        <span className="ml-1 text-sm">({formats.bytes(bytes)})</span>
      </a>
    </li>
  );
}
