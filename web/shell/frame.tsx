/** Header, navigation and main part around the pages of whoever is signed in. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { NewsBell } from '../news/bell.tsx';
import { approvalCountQuery } from '../updates/calls.ts';
import { signOut } from '../sign-in/calls.ts';
import { Button } from '../components/button.tsx';
import { removeOtherDrafts } from '../components/drafts.ts';
import { forgetTab } from '../components/kept.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { useKeptFocus } from './kept-focus.ts';
import { pagesOf } from './pages.ts';
import type { OwnOrganisation } from './place.tsx';
import { CalendarSwitch, LanguageSwitch, Mark, SkipLink } from './frame-parts.tsx';
import { DraftsHere } from './drafts-here.tsx';
import { GuideLink } from './guide-link.tsx';
import { DisplayMenu } from './display-menu.tsx';
import { homeOf } from './home.ts';
import { QuickSearch } from './quick-search.tsx';
import { SessionEnd } from './session-end.tsx';
import { useSession } from './session.tsx';
import { Shortcuts } from './shortcuts.tsx';

export function Frame({
  place,
  children,
}: {
  /** The organisation for which the reader looks. */
  place: OwnOrganisation | undefined;
  children: ReactNode;
}) {
  useKeptFocus();
  return (
    <div className="flex min-h-dvh flex-col print:block">
      <SkipLink />
      <header className="border-b border-solid-gray-300 print:hidden">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2 sm:px-6">
          <Mark />
          <OrganisationSwitch key={place?.organisation} chosen={place?.organisation} />
          {place?.tier === 'municipality' && place.rights.includes('residents:view') && (
            <QuickSearch key={place.organisation} place={place} />
          )}
          <div className="ml-auto flex flex-wrap items-center gap-x-3">
            <OwnNews at={place?.organisation} />
            <GuideLink />
            <CalendarSwitch />
            <LanguageSwitch />
            <DisplayMenu withShortcuts />
            <SignOutButton />
          </div>
        </div>
        {place && <Navigation place={place} />}
      </header>
      <SessionEnd />
      <Shortcuts />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[80rem] grow px-4 py-6 sm:px-6 sm:py-8 print:max-w-none print:p-0"
      >
        <div className="grid gap-6 print:block">
          <DraftsHere />
          {children}
        </div>
      </main>
    </div>
  );
}

function OwnNews({ at }: { at: string | undefined }) {
  const { staffId, organisations } = useSession();
  return organisations.length === 0 ? null : <NewsBell staffId={staffId} at={at} />;
}

function Navigation({ place }: { place: OwnOrganisation }) {
  const t = useWords();
  const { organisation } = place;
  return (
    <nav aria-label={t('app.navigation')} className="px-1 sm:px-3">
      <ul className="flex flex-wrap">
        {pagesOf(place).map(({ to, name }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ municipality: organisation, organisation }}
              activeOptions={{ exact: to === '/$municipality', includeSearch: false }}
              className="inline-flex min-h-11 items-center border-b-4 px-3 font-bold"
              activeProps={{ className: 'border-key-900 text-key-900', 'aria-current': 'page' }}
              inactiveProps={{ className: 'border-transparent text-solid-gray-800 hover:border-solid-gray-420' }}
            >
              {t(name)}
              {name === 'nav.approvals' && <OpenApprovals municipality={organisation} />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How many updates wait for a second person, read again at each change of page. */
function OpenApprovals({ municipality }: { municipality: string }) {
  const t = useWords();
  const formats = useFormats();
  const client = useQueryClient();
  const { pathname } = useLocation();
  const query = approvalCountQuery(municipality);
  const { data } = useQuery(query);
  useEffect(() => void client.refetchQueries({ queryKey: query.queryKey, stale: true }), [pathname]);
  if (!data || data.open === 0) return null;
  return (
    <span className="ml-2 rounded-full bg-orange-900 px-2 text-sm text-white">
      {t('nav.approvals.count', { count: formats.count(data.open) })}
    </span>
  );
}

/** A button switches, because a list that acts at once would stop the keyboard at the next organisation. */
function OrganisationSwitch({ chosen }: { chosen: string | undefined }) {
  const { organisations } = useSession();
  const { language } = usePreferences();
  const t = useWords();
  const navigate = useNavigate();
  const [next, setNext] = useState(chosen ?? '');
  const nameOf = ({ name, nameEn }: OwnOrganisation): string => (language === 'ja' ? name : nameEn);
  const [only] = organisations;
  if (organisations.length === 1 && only && only.organisation === chosen) {
    return <p className="font-bold">{nameOf(only)}</p>;
  }
  if (organisations.length === 0) return null;
  return (
    <Form
      keeps={false}
      className="flex min-w-0 flex-wrap items-center gap-2"
      onSubmit={() => {
        if (next !== '') void navigate(homeOf(next));
      }}
    >
      <select
        aria-label={t('app.organisation')}
        value={next}
        onChange={({ target }) => setNext(target.value)}
        className="min-h-11 max-w-full min-w-0 rounded-8 border border-solid-gray-600 bg-white px-3 font-bold"
      >
        {chosen === undefined && <option value="" />}
        {organisations.map((each) => (
          <option key={each.organisation} value={each.organisation}>
            {nameOf(each)}
          </option>
        ))}
      </select>
      {next !== (chosen ?? '') && (
        <Button type="submit" look="secondary" size="small">
          {t('app.organisation.switch')}
        </Button>
      )}
    </Form>
  );
}

function SignOutButton() {
  const t = useWords();
  const { name } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    // Whatever the server answers, this browser forgets the session.
    await signOut().catch(() => undefined);
    removeOtherDrafts(null);
    client.clear();
    forgetTab();
    await navigate({ to: '/sign-in', search: {} });
  };
  return (
    <>
      <span className="min-w-0 text-solid-gray-800 wrap-anywhere">{name}</span>
      <Button look="secondary" size="small" onClick={() => void leave()}>
        {t('app.signOut')}
      </Button>
    </>
  );
}
