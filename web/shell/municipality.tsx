/** The municipality in the address, if the reader works there. */
import { Outlet, useParams } from '@tanstack/react-router';
import { createContext, use } from 'react';
import type { Right } from '../../domain/rights.ts';
import type { Session } from '../../contracts/api/session.ts';
import { usePreferences } from '../components/preferences.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { Frame } from './frame.tsx';
import { useSession } from './session.tsx';

type Place = Session['municipalities'][number];
const Context = createContext<Place | null>(null);

export interface Here {
  municipality: string;
  /** In the reader's language. */
  name: string;
  may: (right: Right) => boolean;
}

export function useHere(): Here {
  const place = use(Context);
  const { language } = usePreferences();
  if (!place) throw new Error('outside of MunicipalityPages');
  return {
    municipality: place.municipality,
    name: language === 'ja' ? place.name : place.nameEn,
    may: (right) => place.rights.includes(right),
  };
}

export function MunicipalityPages() {
  const { municipalities } = useSession();
  const { municipality } = useParams({ from: '/signed-in/$municipality' });
  const place = municipalities.find((each) => each.municipality === municipality);
  return (
    <Frame place={place}>
      {place ? (
        // The key drops all state when the municipality changes.
        <Context key={place.municipality} value={place}>
          <Outlet />
        </Context>
      ) : (
        <NotFoundPage />
      )}
    </Frame>
  );
}
