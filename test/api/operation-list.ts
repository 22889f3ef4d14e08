/** All operations as the API itself describes them, so that a new one is looked at without anybody naming it. */
import type { Right } from '../../domain/rights.ts';
import type { ApiTest } from './support.ts';

export interface Operation {
  method: string;
  path: string;
  operationId: string;
  right: Right;
  /** Ids in the path, besides the municipality's or the organisation's. */
  ids: string[];
  hasBody: boolean;
  ofMunicipality: boolean;
  /** Of an organisation of any tier, so of a municipality too. */
  ofOrganisation: boolean;
}

interface Described {
  operationId: string;
  'x-right'?: Right;
  requestBody?: unknown;
}

export async function operationsOf({ app }: Pick<ApiTest, 'app'>): Promise<Operation[]> {
  const document = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId, 'x-right': right, requestBody }]) => {
      if (right === undefined) return [];
      const ids = [...path.matchAll(/\{(\w+)\}/gu)].flatMap(([, name = '']) =>
        name === 'code' || name === 'organisation' ? [] : [name],
      );
      return [
        {
          method: method.toUpperCase(),
          path,
          operationId,
          right,
          ids,
          hasBody: requestBody !== undefined,
          ofMunicipality: path.startsWith('/v1/municipalities/{code}/'),
          // Where a server is, the installation's administrator alone says.
          ofOrganisation: path.startsWith('/v1/organisations/{organisation}') && right !== 'municipalities:administer',
        },
      ];
    }),
  );
}

const uuid = '00000000-0000-4000-8000-000000000000';

/** With ids of nobody, unless others are given. */
export function addressOf(
  { path }: Pick<Operation, 'path'>,
  organisation: string,
  ids: Readonly<Record<string, string>> = {},
): string {
  return path
    .replace(/\{(?:code|organisation)\}/u, organisation)
    .replaceAll(/\{(\w+)\}/gu, (_all, name: string) => ids[name] ?? nobodys[name] ?? uuid);
}

const nobodys: Readonly<Record<string, string>> = {
  integratedAddressNumber: '000000000000019',
  errorCode: 'RESIDENT_RECORD_NOT_FOUND',
};
