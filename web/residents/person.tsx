/** Somebody who has no integrated address number yet. */
import { useParams } from '@tanstack/react-router';
import { Guarded } from '../shell/guarded.tsx';
import { Resident } from './resident.tsx';

export function PersonPage() {
  const { personId } = useParams({ from: '/signed-in/$municipality/residents/by-person/$personId' });
  return (
    <Guarded right="residents:view">
      <Resident of={{ personId }} />
    </Guarded>
  );
}
