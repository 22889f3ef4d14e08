/** The municipality in the address, if the reader works there. */
import { Outlet, useParams } from '@tanstack/react-router';
import type { Right } from '../../domain/rights.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { Frame } from './frame.tsx';
import { PlaceProvider, usePlace } from './place.tsx';
import { useSession } from './session.tsx';

export interface Here {
  municipality: string;
  /** In the reader's language. */
  name: string;
  may: (right: Right) => boolean;
}

export function useHere(): Here {
  const { organisation, name, may } = usePlace();
  return { municipality: organisation, name, may };
}

export function MunicipalityPages() {
  const { organisations } = useSession();
  const { municipality } = useParams({ from: '/signed-in/$municipality' });
  const place = organisations.find(
    ({ tier, organisation }) => tier === 'municipality' && organisation === municipality,
  );
  return (
    <Frame place={place}>
      {place ? (
        <PlaceProvider own={[place]} organisation={place.organisation}>
          <Outlet />
        </PlaceProvider>
      ) : (
        <NotFoundPage />
      )}
    </Frame>
  );
}
