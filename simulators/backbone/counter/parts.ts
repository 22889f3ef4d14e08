import type { CodeRequestStanding } from '../../../contracts/participants/code-route.ts';
import type { AppContext } from '../../base/http.ts';
import type { Base } from '../../base/program.ts';
import type { Registry } from '../registry.ts';
import type { Backbone } from '../tables.ts';
import type { TransferSender } from '../transfers.ts';
import type { Markup, Place } from './layout.ts';
import { renderMessagePage, type Municipality } from './menu-pages.ts';
import type { Visit } from './visit.ts';

/** What the rooms of the counter are built from. */
export interface Counter {
  base: Base;
  backbone: Backbone;
  registry: Registry;
  sender: TransferSender;
  /** Whose transfers this backbone may send. */
  municipalities: () => Municipality[];
  /** fugo's address; its pages of staff are there. */
  apiUrl: string;
  /** What has become of a resident's code request on its way; only the Juki system knows, or asks the gateway. */
  findStanding: (municipality: string, addressNumber: string) => Promise<CodeRequestStanding['state']>;
}
/** A page for who has given a name; others are asked for it. */
export type ForClerk = (
  page: (c: AppContext, place: ClerkPlace) => Promise<Response> | Response,
) => (c: AppContext) => Promise<Response> | Response;
export type ClerkPlace = Place & { visit: Visit };

export async function show(c: AppContext, page: Markup, status: 200 | 404 | 409 | 422 = 200): Promise<Response> {
  return c.html(await page, status);
}

export const showNothing = (c: AppContext, place: Place): Promise<Response> =>
  show(c, renderMessagePage(place, place.say('problem.gone')), 404);

/** The resident's page of the staff web. */
export const staffWebOf = ({ apiUrl }: Counter, municipality: string, number: string | null): string | null =>
  number === null ? null : new URL(`/${municipality}/residents/${number}`, apiUrl).href;
