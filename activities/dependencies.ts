/** What the activities need from outside; the worker's main program builds it. */
import type { InitialLoadInput } from '../contracts/initial-load.ts';
import type { MunicipalityLimits, Route } from '../contracts/municipality.ts';
import type { HoursSetting } from '../domain/calendar/operating-hours.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { LoadFileStore } from '../keys/load-file-store.ts';
import type { BackboneClient } from '../participants/backbone/client.ts';
import type { CodeRouteClient } from '../participants/code-route/client.ts';
import type { IntermediateServerClient } from '../participants/intermediate-server/client.ts';
import type { Database } from '../storage/database/database.ts';

export interface MunicipalitySettings {
  route: Route;
  hours: HoursSetting;
  limits: MunicipalityLimits;
}

/** fugo's neighbours in one municipality, by the addresses it has registered. */
export interface Neighbours {
  intermediateServer: IntermediateServerClient;
  /** The Juki system or the Juki gateway. */
  codeRoute: (route: Route) => CodeRouteClient;
  /** Undefined for a number system without an address to call back. */
  backbone: (numberSystem: string) => BackboneClient | undefined;
}

/** Files that are loaded by being put into a folder. */
export interface DroppedFiles {
  folder: string;
  store: LoadFileStore;
  limitBytes: number;
}

export interface Dependencies {
  db: Database;
  keys: KeyRing;
  clock: () => Date;
  settingsOf: (municipality: string) => Promise<MunicipalitySettings>;
  neighboursOf: (municipality: string) => Promise<Neighbours>;
  /** The file of a load as it was given, opened. Throws when it is not there or was changed. */
  openLoadFile: (load: { municipality: string; loadId: string }) => AsyncIterable<Uint8Array>;
  /** Undefined where there is no drop folder. */
  dropped?: DroppedFiles | undefined;
  /** `started` also where it is running already. */
  startLoad: (input: InitialLoadInput) => Promise<'started' | 'unavailable'>;
}
