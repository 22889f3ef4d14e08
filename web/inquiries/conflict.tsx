import { useEffect, useRef } from 'react';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Button } from '../components/button.tsx';
import { useWords } from '../components/preferences.tsx';
import { useOwnerName } from './labels.tsx';
import { Message } from './thread-card.tsx';

/**
 * Two at once: what the other one did stands beside what the reader wrote. Nothing was stored of the latter, and nothing
 * is lost.
 */
export function ConflictNotice({
  seen,
  current,
  written,
  busy = false,
  onSend,
  onEdit,
}: {
  /** As the reader saw it when they began. */
  seen: InquiryDetail;
  current: InquiryDetail;
  /** What was sent and not stored; undefined for what has no text. */
  written?: string;
  busy?: boolean;
  onSend?: () => void;
  onEdit: () => void;
}) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} role="alert" className="grid gap-4 rounded-8 border-2 border-error-2 bg-white p-4">
      <p className="font-bold">{t('conflict.title')}</p>
      <p>{t(written === undefined ? 'conflict.changed' : 'conflict.text')}</p>
      <div className={`grid gap-4 ${written === undefined ? '' : 'lg:grid-cols-2'}`}>
        <Theirs seen={seen} current={current} />
        {written !== undefined && (
          <div className="grid content-start gap-2">
            <p className="font-bold">{t('conflict.yours')}</p>
            <p className="rounded-8 border border-solid-gray-300 p-4">
              <AsStored text={written} className="whitespace-pre-wrap" />
            </p>
          </div>
        )}
      </div>
      <div className="flex flex-wrap gap-3">
        <Button look="secondary" onClick={onEdit}>
          {t(written === undefined ? 'conflict.understood' : 'conflict.edit')}
        </Button>
        {onSend && (
          <Button busy={busy} onClick={onSend}>
            {t('conflict.send')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What is there that the reader had not seen. */
export function Theirs({ seen, current }: { seen: InquiryDetail; current: InquiryDetail }) {
  const t = useWords();
  const ownerName = useOwnerName();
  const known = new Set(seen.messages.map(({ inquiry, seq }) => `${String(inquiry)} ${String(seq)}`));
  const fresh = current.messages
    .map((message) => ({ key: `${String(message.inquiry)} ${String(message.seq)}`, message }))
    .filter(({ key }) => !known.has(key));
  return (
    <div className="grid content-start gap-2">
      <p className="font-bold">{t('conflict.theirs')}</p>
      <p>{t('conflict.now', { status: t(`inquiry.status.${current.status}`), owner: ownerName(current.owner) })}</p>
      {fresh.map(({ key, message }) => (
        <Message key={key} message={message} />
      ))}
    </div>
  );
}
