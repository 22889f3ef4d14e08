import { queryOptions } from '@tanstack/react-query';
import type { StaffActionBody } from '../../contracts/api/error-actions.ts';
import type { LoadColumns } from '../../contracts/api/load-columns.ts';
import type { LoadReport } from '../../contracts/api/load-report.ts';
import type { Load, LoadActionResult, LoadList } from '../../contracts/api/loads.ts';
import { isOver } from '../../domain/load.ts';
import { below, request, requestFile } from '../components/client.ts';

/** Milliseconds between two looks at what is under way. */
const refetchInterval = 5_000;

export const loadsKey = (municipality: string) => [municipality, 'loads'];
export const loadsQuery = (municipality: string, limit = 50) =>
  queryOptions({
    queryKey: [...loadsKey(municipality), 'latest', limit],
    queryFn: ({ signal }) => request<LoadList>(below(municipality, 'loads'), { query: { limit }, signal }),
    // Each look is audited, so the list is read again only while a load is under way.
    refetchInterval: ({ state }) => state.data?.loads.some((load) => !isOver(load.state)) === true && refetchInterval,
  });
export const loadQuery = (municipality: string, loadId: string) =>
  queryOptions({
    queryKey: [...loadsKey(municipality), loadId],
    queryFn: ({ signal }) => request<Load>(below(municipality, `loads/${loadId}`), { signal }),
    // A load that is over may have residents who wait for their code.
    refetchInterval: ({ state: { data } }) =>
      (data === undefined || !isOver(data.state) || (!data.dryRun && data.waiting > 0)) && refetchInterval,
  });
/** `version` changes whenever the report may have changed. */
export const loadReportQuery = (municipality: string, loadId: string, version: string) =>
  queryOptions({
    queryKey: [...loadsKey(municipality), loadId, 'report', version],
    queryFn: ({ signal }) =>
      request<LoadReport>(below(municipality, `loads/${loadId}/report`), { query: { limit: 20 }, signal }),
  });

export const loadColumnsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'load-columns'],
    queryFn: ({ signal }) => request<LoadColumns>(below(municipality, 'load-columns'), { signal }),
  });
export const keepLoadColumns = (
  municipality: string,
  json: { staffId: string; columns: LoadColumns['columns'] },
): Promise<LoadColumns> => request(below(municipality, 'load-columns'), { method: 'PUT', json });

export type LoadAction = 'pause' | 'resume' | 'cancel';
export const actOnLoad = (
  municipality: string,
  loadId: string,
  action: LoadAction,
  staffId: string,
): Promise<LoadActionResult> =>
  request(below(municipality, `loads/${loadId}/${action}`), { method: 'POST', json: { staffId } });

/** Starts the load of a file that was checked before. */
export const startCheckedLoad = (
  municipality: string,
  checkedId: string,
  json: { staffId: string; again: boolean },
): Promise<Load> => request(below(municipality, `loads/${checkedId}/start`), { method: 'POST', json });

/** Fetched by script and not by a link, so that a refusal can be said in words. */
export const fetchBadLines = (municipality: string, loadId: string, asked: StaffActionBody): Promise<Blob> =>
  requestFile(below(municipality, `loads/${loadId}/bad-lines`), { query: asked });

export const loadResultsAddress = (municipality: string, loadId: string): string =>
  below(municipality, `loads/${loadId}/results`);
