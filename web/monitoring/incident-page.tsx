/** One incident: what it is, who works on it, what was done, and what it affects. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { IncidentDetail } from '../../contracts/api/monitoring.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import { runbookOf } from '../../domain/monitoring/runbook.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { SeverityLabel } from '../components/standing-label.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { AffectedCard } from './affected-card.tsx';
import { acknowledge, incidentQuery } from './calls.ts';
import { ChangesCard } from './changes-card.tsx';
import { useOrganisationName } from './names.ts';
import { NotesCard } from './notes-card.tsx';

export function IncidentPage() {
  const t = useWords();
  const { name, organisation } = usePlace();
  const { incident } = useParams({ from: '/signed-in/organisations/$organisation/incidents/$incident' });
  return (
    <Guarded right="incidents:read">
      <PageHeading title={t('incident.title', { number: incident })} place={name} />
      <p className="print:hidden">
        <Link to="/organisations/$organisation/incidents" params={{ organisation }} className={linkClass}>
          {t('incident.back')}
        </Link>
      </p>
      <OneIncident key={incident} number={Number(incident)} />
    </Guarded>
  );
}

function OneIncident({ number }: { number: number }) {
  const { organisation } = usePlace();
  const { data, error } = useQuery(incidentQuery(organisation, number));
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <FactsCard incident={data} />
          <NotesCard incident={data} />
          <AffectedCard incident={data} />
          <ChangesCard incident={data} />
        </>
      )}
    </>
  );
}

function FactsCard({ incident }: { incident: IncidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { organisation, may } = usePlace();
  const nameOf = useOrganisationName();
  const client = useQueryClient();
  const acknowledging = useMutation({
    mutationFn: () => acknowledge(organisation, incident.incident),
    onSuccess: (changed) => client.setQueryData(incidentQuery(organisation, incident.incident).queryKey, () => changed),
  });
  const isOpen = incident.closedAt === null;
  const mayAcknowledge = isOpen && incident.acknowledgedAt === null && may('incidents:work');
  const moment = (at: string | null): string | null => (at === null ? null : formats.exactMoment(at));
  return (
    <Card title={t('incident.facts')} aside={<SeverityLabel severity={incident.severity} />}>
      {acknowledging.error && <ProblemNotice error={acknowledging.error} />}
      {acknowledging.isSuccess && <Notice look="success">{t('incident.acknowledge.done')}</Notice>}
      {mayAcknowledge && (
        <Button className="justify-self-start" busy={acknowledging.isPending} onClick={() => acknowledging.mutate()}>
          {t('incident.acknowledge')}
        </Button>
      )}
      <p>
        <a href={runbookOf(incident, language)} className={linkClass}>
          {t('incident.runbook')}
        </a>
      </p>
      <Facts
        facts={[
          { key: 'organisation', title: t('incidents.organisation'), value: nameOf(incident.organisation) },
          { key: 'target', title: t('incident.target'), value: language === 'ja' ? incident.name : incident.nameEn },
          { key: 'cause', title: t('incident.why'), value: wordsOfCause(incident.cause)[language] },
          { key: 'detail', title: t('incident.detail'), value: incident.detail },
          { key: 'openedAt', title: t('incidents.openedAt'), value: moment(incident.openedAt) },
          { key: 'toldAt', title: t('incident.toldAt'), value: moment(incident.toldAt) ?? t('incident.toldAt.not') },
          {
            key: 'acknowledged',
            title: t('incidents.acknowledged'),
            value: incident.acknowledgedBy
              ? `${incident.acknowledgedBy.name ?? incident.acknowledgedBy.id} ${moment(incident.acknowledgedAt) ?? ''}`
              : t('incidents.acknowledged.not'),
          },
          { key: 'escalatedAt', title: t('incident.escalatedAt'), value: moment(incident.escalatedAt) },
          {
            key: 'closedAt',
            title: t('incidents.closedAt'),
            value: moment(incident.closedAt) ?? t('incidents.closedAt.not'),
          },
          {
            key: 'flaps',
            title: t('incident.flaps'),
            value: incident.flaps > 0 && t('incident.flaps.count', { count: formats.count(incident.flaps) }),
          },
        ]}
      />
    </Card>
  );
}
