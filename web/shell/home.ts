import { tierOf } from '../../domain/organisations.ts';

/** Where the pages of an organisation begin. */
export function homeOf(organisation: string) {
  return tierOf(organisation) === 'municipality'
    ? ({ to: '/$municipality', params: { municipality: organisation } } as const)
    : ({ to: '/organisations/$organisation', params: { organisation } } as const);
}
