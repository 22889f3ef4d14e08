import { Link } from '@tanstack/react-router';
import { useHere } from './municipality.tsx';

/** An integrated address number, which leads to the resident for whoever may see residents. */
export function ResidentLink({ number }: { number: string }) {
  const { municipality, may } = useHere();
  if (!may('residents:view')) return <span className="tabular-nums">{number}</span>;
  return (
    <Link
      to="/$municipality/residents/$integratedAddressNumber"
      params={{ municipality, integratedAddressNumber: number }}
      className="inline-flex min-h-6 items-center text-key-900 tabular-nums underline"
    >
      {number}
    </Link>
  );
}
