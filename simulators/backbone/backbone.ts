import { CodeRequestStanding } from '../../contracts/participants/code-route.ts';
import { throwMissing, type Participant } from '../base/program.ts';
import { addCodeRoute, codeRouteTables } from '../code-route.ts';
import { findStanding } from '../code-standing.ts';
import { createAccessTokens } from './access-tokens.ts';
import { addCounter } from './counter/counter.ts';
import { addNotices } from './notices.ts';
import { createRegistry } from './registry.ts';
import { addResidents } from './residents.ts';
import { backboneTables, getBackbone, type BackboneName } from './tables.ts';
import { createTransferClient } from './transfer-client.ts';
import { addTransferSender } from './transfers.ts';

/**
 * 基幹系システム 10, with its process S10 (S11 to S16): one program for four systems. The Juki system also passes code
 * requests on (S34, S60).
 */
export function createBackbone(name: BackboneName): Participant {
  const system = getBackbone(name);
  const hasRoute = name === 'juki-system';
  return {
    tables: backboneTables(system) + (hasRoute ? codeRouteTables : ''),
    build(base) {
      const { settings, faults, database } = base;
      const { sql } = database;
      const apiUrl = settings.apiUrl ?? throwMissing('FUGO_API_URL');
      const tokens = createAccessTokens(apiUrl, settings.clientsFile, system.numberSystem);
      const sender = addTransferSender(base, system, createTransferClient(apiUrl, tokens, faults));
      const registry = createRegistry(base, system);
      addResidents(base, system, registry, sender);
      addCounter({
        base,
        backbone: system,
        registry,
        sender,
        municipalities: tokens.municipalities,
        apiUrl,
        async findStanding(municipality, addressNumber) {
          const number = hasRoute ? await registry.openPersonalNumber(municipality, addressNumber) : undefined;
          if (number === undefined) return 'none';
          const own = await findStanding(base, municipality, number);
          if (own.state !== 'none') return own.state;
          // The picture joins gateway and Juki system (seed P:333): what has not passed here, the gateway may have.
          const path = `/v1/municipalities/${municipality}/code-request-standing`;
          const question = { personalNumber: number };
          return (await base.peers.ask('juki-gateway', path, question, CodeRequestStanding))?.state ?? 'none';
        },
      });
      addNotices(base, system);
      if (hasRoute) addCodeRoute(base, 'at-once');
      return {
        async counts() {
          const [row] = await sql<{ residents: number; numbered: number; waiting: number; notices: number }[]>`
            select count(*)::int as residents, count(integrated_number)::int as numbered,
              (select count(*) from transfers where state in ('pending', 'sending'))::int as waiting,
              (select count(*) from notices)::int as notices
            from ${sql(system.table)}`;
          return { ...row };
        },
      };
    },
  };
}
