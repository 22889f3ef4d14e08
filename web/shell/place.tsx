/** For whom the pages are: an organisation of the reader's, or one that the reader's rights reach. */
import { createContext, use, type ReactNode } from 'react';
import type { Session } from '../../contracts/api/session.ts';
import { tierOf, type Tier } from '../../domain/organisations.ts';
import { reaches, rights, type Right } from '../../domain/rights.ts';
import { usePreferences } from '../components/preferences.tsx';
import { useAround } from './around.ts';

export type OwnOrganisation = Session['organisations'][number];

export interface Place {
  organisation: string;
  tier: Tier;
  /** In the reader's language. */
  name: string;
  /** Whether the reader has the right over this organisation, for whichever organisation the reader works. */
  may: (right: Right) => boolean;
}

const Context = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = use(Context);
  if (!place) throw new Error('outside of a place');
  return place;
}

/** For which of the own organisations the reader looks at this one: for itself, or for one whose rights reach it. */
export function findActing(own: readonly OwnOrganisation[], organisation: string): OwnOrganisation | undefined {
  return (
    own.find((each) => each.organisation === organisation) ??
    own.find((each) =>
      rights.some((right) => each.rights.includes(right) && reaches(right, each.organisation, organisation)),
    )
  );
}

export function PlaceProvider({
  own,
  organisation,
  children,
}: {
  own: readonly OwnOrganisation[];
  organisation: string;
  children: ReactNode;
}) {
  const may = (right: Right): boolean =>
    own.some((each) => each.rights.includes(right) && reaches(right, each.organisation, organisation));
  const names = useNames(own, organisation, may('servers:read'));
  const { language } = usePreferences();
  const place = { organisation, tier: tierOf(organisation), name: language === 'ja' ? names.name : names.nameEn, may };
  // The key drops all state when the organisation changes.
  return (
    <Context key={organisation} value={place}>
      {children}
    </Context>
  );
}

/** The session names the own organisations. Until the name of another is there, its code stands for it. */
function useNames(
  own: readonly OwnOrganisation[],
  organisation: string,
  mayAsk: boolean,
): { name: string; nameEn: string } {
  const found = own.find((each) => each.organisation === organisation);
  const named = useAround(organisation, found === undefined && mayAsk).find(
    (each) => each.organisation === organisation,
  );
  return found ?? named ?? { name: organisation, nameEn: organisation };
}
