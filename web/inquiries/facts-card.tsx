import { Link } from '@tanstack/react-router';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { linkClass } from '../components/link.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { Due, InquiryStatusLabel, PriorityLabel, useOwnerName } from './labels.tsx';

export function InquiryFactsCard({ inquiry }: { inquiry: InquiryDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const ownerName = useOwnerName();
  const { askedBy, answeredWith } = inquiry;
  const moment = (at: string | null): string | null => (at === null ? null : formats.exactMoment(at));
  const helped = { true: t('inquiry.answeredWith.solved'), false: t('inquiry.answeredWith.notSolved') };
  return (
    <Card title={t('inquiry.facts')} aside={<InquiryStatusLabel status={inquiry.status} />}>
      <Facts
        facts={[
          { key: 'organisation', title: t('inquiries.organisation'), value: inquiry.organisationName[language] },
          { key: 'askedBy', title: t('inquiry.askedBy'), value: askedBy.name ?? askedBy.id },
          { key: 'askedAt', title: t('inquiries.askedAt'), value: moment(inquiry.askedAt) },
          { key: 'road', title: t('inquiry.roadTitle'), value: t(`inquiry.road.${inquiry.road}`) },
          { key: 'kind', title: t('inquiries.kind'), value: t(`inquiry.kind.${inquiry.kind}`) },
          { key: 'priority', title: t('inquiries.priority'), value: <PriorityLabel priority={inquiry.priority} /> },
          { key: 'due', title: t('inquiries.due'), value: <Due inquiry={inquiry} /> },
          {
            key: 'escalation',
            title: t('inquiry.escalation'),
            value:
              inquiry.escalation > 0 && t('inquiry.escalation.count', { count: formats.count(inquiry.escalation) }),
          },
          { key: 'owner', title: t('inquiries.owner'), value: ownerName(inquiry.owner) },
          {
            key: 'incident',
            title: t('inquiry.incident'),
            value: inquiry.incident !== null && <IncidentLink incident={inquiry.incident} />,
          },
          {
            key: 'errorEntry',
            title: t('inquiry.errorEntry'),
            value: inquiry.errorEntry !== null && <ErrorLink errorEntry={inquiry.errorEntry} />,
          },
          { key: 'first', title: t('inquiry.firstAnsweredAt'), value: moment(inquiry.firstAnsweredAt) },
          { key: 'closed', title: t('inquiry.closedAt'), value: moment(inquiry.closedAt) },
          {
            key: 'mergedInto',
            title: t('inquiry.mergedInto'),
            value: inquiry.mergedInto !== null && <InquiryLink inquiry={inquiry.mergedInto} />,
          },
          {
            key: 'merged',
            title: t('inquiry.merged'),
            value: inquiry.merged.length > 0 && (
              <span className="flex flex-wrap gap-x-3">
                {inquiry.merged.map((each) => (
                  <InquiryLink key={each} inquiry={each} />
                ))}
              </span>
            ),
          },
          {
            key: 'answeredWith',
            title: t('inquiry.answeredWith'),
            value: answeredWith.length > 0 && (
              <ul>
                {answeredWith.map(({ answer, title, solved, retired }) => (
                  <li key={answer}>
                    {[
                      title,
                      ...(solved === null ? [] : [helped[`${solved}`]]),
                      ...(retired ? [t('inquiry.answeredWith.retired')] : []),
                    ].join(' / ')}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'satisfaction',
            title: t('inquiry.satisfaction'),
            value: inquiry.satisfaction !== null && (
              <>
                {t('inquiry.satisfaction.of5', { satisfaction: inquiry.satisfaction })}
                {inquiry.satisfactionText !== null && <span className="block">{inquiry.satisfactionText}</span>}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function InquiryLink({ inquiry }: { inquiry: number }) {
  const t = useWords();
  const { organisation } = usePlace();
  return (
    <Link
      to="/organisations/$organisation/inquiries/$inquiry"
      params={{ organisation, inquiry: String(inquiry) }}
      className={`${linkClass} -my-2`}
    >
      {t('inquiry.title', { number: inquiry })}
    </Link>
  );
}

function IncidentLink({ incident }: { incident: number }) {
  const t = useWords();
  const { organisation, may } = usePlace();
  const name = t('inquiry.incident.open', { number: incident });
  if (!may('incidents:read')) return name;
  return (
    <Link
      to="/organisations/$organisation/incidents/$incident"
      params={{ organisation, incident: String(incident) }}
      className={`${linkClass} -my-2`}
    >
      {name}
    </Link>
  );
}

/** Its own people may open it; to the call centre it is an id and nothing more. */
function ErrorLink({ errorEntry }: { errorEntry: string }) {
  const t = useWords();
  const { organisation, tier, may } = usePlace();
  if (tier !== 'municipality' || !may('errors:read')) return <span className="wrap-anywhere">{errorEntry}</span>;
  return (
    <Link
      to="/$municipality/errors/$failureId"
      params={{ municipality: organisation, failureId: errorEntry }}
      className={`${linkClass} -my-2`}
    >
      {t('inquiry.errorEntry.open')}
    </Link>
  );
}
