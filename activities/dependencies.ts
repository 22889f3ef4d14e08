/** What the activities need from outside; workers/dependencies builds it. */
import type { InitialLoadInput } from '../contracts/initial-load.ts';
import type { MunicipalityLimits } from '../contracts/municipality.ts';
import type { Route } from '../domain/routes.ts';
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

/** The participants of one municipality, at the addresses that it has registered. */
export interface Neighbours {
  intermediateServer: IntermediateServerClient;
  /** The client of the Juki system or of the Juki gateway. */
  codeRoute: (route: Route) => CodeRouteClient;
  /** Undefined when the number system has no address to call back. */
  backbone: (numberSystem: string) => BackboneClient | undefined;
}

/** The drop folder: a file put into it becomes a load. */
export interface DroppedFiles {
  folder: string;
  store: LoadFileStore;
  limitBytes: number;
}

export interface Dependencies {
  db: Database;
  keys: KeyRing;
  clock: () => Date;
  readSettings: (municipality: string) => Promise<MunicipalitySettings>;
  getNeighbours: (municipality: string) => Promise<Neighbours>;
  /** Opens the file of a load as it was uploaded. Throws when it is missing or was changed. */
  openLoadFile: (load: { municipality: string; loadId: string }) => AsyncIterable<Uint8Array>;
  /** Undefined when no drop folder is configured. */
  dropped?: DroppedFiles | undefined;
  /** Returns `started` also when the load is running already. */
  startLoad: (input: InitialLoadInput) => Promise<'started' | 'unavailable'>;
}
