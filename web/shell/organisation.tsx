/** The organisation in the address, of any tier, if the reader works there or has a right that reaches it. */
import { Navigate, Outlet, useParams } from '@tanstack/react-router';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { Frame } from './frame.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { pagesOf } from './pages.ts';
import { findActing, PlaceProvider, usePlace } from './place.tsx';
import { useSession } from './session.tsx';

export function OrganisationPages() {
  const { organisations } = useSession();
  const { organisation } = useParams({ from: '/signed-in/organisations/$organisation' });
  const acting = findActing(organisations, organisation);
  return (
    <Frame place={acting}>
      {acting ? (
        <PlaceProvider own={organisations} organisation={organisation}>
          <Outlet />
        </PlaceProvider>
      ) : (
        <NotFoundPage />
      )}
    </Frame>
  );
}

/** Leads to the first page that the reader may open there. */
export function OrganisationStart() {
  const t = useWords();
  const { organisation, name } = usePlace();
  const own = useSession().organisations.find((each) => each.organisation === organisation);
  const [first] = own ? pagesOf(own) : [];
  if (first) {
    return <Navigate to={first.to} params={{ municipality: organisation, organisation }} replace />;
  }
  return (
    <>
      <PageHeading title={name} />
      <p>{t('noPage.text')}</p>
    </>
  );
}
