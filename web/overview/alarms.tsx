import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview } from '../../contracts/api/overview.ts';
import { Notice } from '../components/notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { linkClass } from '../components/link.ts';

/** What somebody should look at now; nothing on a quiet day. */
export function Alarms({ overview: { participants, errors, notices, loads } }: { overview: Overview }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const silent = participants
    .filter(({ state }) => state === 'not-answering')
    .map((each) => ({
      key: each.participant,
      text: t('home.alarm.notAnswering', {
        name: each[language],
        count: formats.count(each.unanswered),
        time: each.lastAnsweredAt === null ? t('home.alarm.never') : formats.moment(each.lastAnsweredAt),
      }),
      link: null,
    }));
  const old = [errors.older]
    .filter((count) => count > 0)
    .map((count) => ({
      key: 'errors',
      text: t('home.alarm.oldErrors', { count: formats.count(count) }),
      link: may('errors:read') && (
        <AlarmLink to="/$municipality/errors" municipality={municipality}>
          {t('home.toErrors')}
        </AlarmLink>
      ),
    }));
  const undelivered = notices
    .filter(({ retrying }) => retrying > 0)
    .map(({ numberSystem, retrying }) => ({
      key: `notices ${numberSystem}`,
      text: t('home.alarm.retrying', { numberSystem, count: formats.count(retrying) }),
      link: null,
    }));
  const stopped = loads
    .filter(({ state }) => state === 'STOPPED' && may('loads:read'))
    .map(({ loadId, fileName }) => ({
      key: loadId,
      text: t('home.alarm.loadStopped', { file: fileName }),
      link: (
        <AlarmLink to="/$municipality/loads" municipality={municipality}>
          {t('home.toLoads')}
        </AlarmLink>
      ),
    }));
  const alarms = [...silent, ...old, ...undelivered, ...stopped];
  if (alarms.length === 0) return null;
  return (
    <Notice look="warning" title={t('home.alarms')}>
      <ul className="grid list-disc pl-5">
        {alarms.map(({ key, text, link }) => (
          <li key={key}>
            {text} {link}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function AlarmLink({
  to,
  municipality,
  children,
}: {
  to: '/$municipality/errors' | '/$municipality/loads';
  municipality: string;
  children: ReactNode;
}) {
  return (
    <Link to={to} params={{ municipality }} className={linkClass}>
      {children}
    </Link>
  );
}
