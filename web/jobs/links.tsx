import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { linkClass } from '../components/link.ts';
import type { DayOfNet, NetOnServer } from './calls.ts';

/** To a net on a server. */
export function NetLink({ of: { organisation, net, server }, children }: { of: NetOnServer; children: ReactNode }) {
  return (
    <Link
      to="/organisations/$organisation/jobs/$net/$server"
      params={{ organisation, net, server }}
      className={`${linkClass} -my-2`}
    >
      {children}
    </Link>
  );
}

/** To the jobs of one of its days. */
export function DayLink({
  of: { organisation, net, server, day, no },
  children,
}: {
  of: DayOfNet;
  children: ReactNode;
}) {
  return (
    <Link
      to="/organisations/$organisation/jobs/$net/$server/$day"
      params={{ organisation, net, server, day }}
      search={no === 0 ? {} : { no }}
      className={`${linkClass} -my-2`}
    >
      {children}
    </Link>
  );
}
