/** One inquiry: what it is and what was written, and beside it what the reader may do with it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { AsStored } from '../components/as-stored.tsx';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { AnswerCard } from './answer-card.tsx';
import { inquiriesKey, inquiryQuery, useInquiryChanges } from './calls.ts';
import { InquiryFactsCard } from './facts-card.tsx';
import { NoteCard } from './note-card.tsx';
import { RateCard } from './rate-card.tsx';
import { ReplyCard } from './reply-card.tsx';
import { ThreadCard } from './thread-card.tsx';
import { WorkCard } from './work-card.tsx';

const from = '/signed-in/organisations/$organisation/inquiries/$inquiry';

export function InquiryPage() {
  const t = useWords();
  const { name, organisation } = usePlace();
  const { inquiry } = useParams({ from });
  return (
    <Guarded right="inquiries:read">
      <PageHeading title={t('inquiry.title', { number: inquiry })} place={name} />
      <p className="print:hidden">
        <Link to="/organisations/$organisation/inquiries" params={{ organisation }} className={linkClass}>
          {t('ask.back')}
        </Link>
      </p>
      <OneInquiry key={inquiry} number={Number(inquiry)} />
    </Guarded>
  );
}

function OneInquiry({ number }: { number: number }) {
  const t = useWords();
  const { organisation, may } = usePlace();
  const { asked } = useSearch({ from });
  const client = useQueryClient();
  const { data, error } = useQuery(inquiryQuery(organisation, number));
  useInquiryChanges(organisation);
  const [rated, setRated] = useState<'solved' | 'reopened' | null>(null);
  const navigate = useNavigate();
  const store = (changed: InquiryDetail): void => {
    client.setQueryData(inquiryQuery(organisation, changed.inquiry).queryKey, () => changed);
    void client.invalidateQueries({ queryKey: inquiriesKey(organisation) });
    if (changed.inquiry === number) return;
    // What was merged goes on in the earlier one.
    void client.invalidateQueries({ queryKey: inquiryQuery(organisation, number).queryKey });
    void navigate({
      to: '/organisations/$organisation/inquiries/$inquiry',
      params: { organisation, inquiry: String(changed.inquiry) },
      ignoreBlocker: true,
    });
  };
  if (!data) return error ? <ProblemNotice error={error} /> : <Skeleton lines={12} />;
  const isUnderWay = data.status !== 'merged' && data.status !== 'closed';
  const answers = may('inquiries:answer');
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {asked === true && <Notice look="success">{t('ask.sent', { number })}</Notice>}
      {rated !== null && <Notice look="success">{t(`rate.done.${rated}`)}</Notice>}
      <p className="text-std-20B-150">
        <AsStored text={data.subject} />
      </p>
      <InquiryFactsCard inquiry={data} />
      {answers && <WorkCard inquiry={data} onChanged={store} />}
      <ThreadCard inquiry={data} />
      {answers && isUnderWay && <AnswerCard inquiry={data} onChanged={store} />}
      {answers && data.status !== 'merged' && <NoteCard inquiry={data} onChanged={store} />}
      {may('inquiries:ask') && isRatable(data) && (
        <RateCard
          inquiry={data}
          onChanged={(changed, isSolved) => {
            store(changed);
            setRated(isSolved ? 'solved' : 'reopened');
          }}
        />
      )}
      {may('inquiries:ask') && data.status !== 'merged' && <ReplyCard inquiry={data} onChanged={store} />}
    </>
  );
}

/** Once it was answered, until somebody has said whether it helped. */
const isRatable = ({ status, satisfaction, firstAnsweredAt }: InquiryDetail): boolean =>
  status === 'answered' || (status === 'closed' && firstAnsweredAt !== null && satisfaction === null);
