/** The servers that a definition means by the words of `servers`. */
import { standsBelow, tierOf } from '../organisations.ts';
import { fugoServer, type Definition, type NetDefinition, type NetOnServer } from './definition.ts';

export interface NetPlace extends NetOnServer {
  definition: NetDefinition;
}

/**
 * Each net on each of its servers, by net and server. `withServers`: the organisations that have a server; who has none
 * is no place to run anything.
 */
export function listPlaces({ nets }: Definition, organisation: string, withServers: readonly string[]): NetPlace[] {
  return nets.flatMap((definition) =>
    listServers(definition.servers, organisation, withServers).map((server) => ({
      organisation,
      net: definition.net,
      server,
      definition,
    })),
  );
}

function listServers(words: readonly string[], organisation: string, withServers: readonly string[]): string[] {
  const below = (tier: 'prefecture' | 'municipality'): string[] =>
    withServers.filter((each) => tierOf(each) === tier && standsBelow(each, organisation));
  const found = words.flatMap((word) => {
    switch (word) {
      case fugoServer:
        return [fugoServer];
      case 'own':
        return withServers.filter((each) => each === organisation);
      case 'prefectures':
        return below('prefecture');
      case 'municipalities':
        return below('municipality');
      default:
        return withServers.filter((each) => each === word);
    }
  });
  return [...new Set(found)].toSorted();
}
