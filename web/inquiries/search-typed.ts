import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SearchResult } from '../../contracts/api/answers.ts';
import type { InquiryKind } from '../../domain/inquiries/names.ts';
import { usePlace } from '../shell/place.tsx';
import { searchQuery } from './calls.ts';

/** A search is asked for when nothing was typed for so long. Milliseconds. */
const pauseMs = 250;
/** What the server takes as a search (contracts/api/answers). */
const mostText = 2_000;

/** Follows what somebody types. Nothing is found for an empty text. */
export function useSearchWhileTyping(
  typed: string,
  { answers, inquiries, kind }: { answers: number; inquiries: number; kind?: InquiryKind | undefined },
): { text: string; result: SearchResult | undefined; error: Error | null } {
  const { organisation } = usePlace();
  const text = useLater(typed.trim());
  const search = {
    text: Array.from(text).slice(0, mostText).join(''),
    answers,
    inquiries,
    ...(kind !== undefined && { kind }),
  };
  const { data, error } = useQuery(searchQuery(organisation, search));
  return { text, result: text === '' ? undefined : data, error };
}

function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setLater(value), pauseMs);
    return () => clearTimeout(waiting);
  }, [value]);
  return later;
}

/** What agrees so little beside the best, such as by an ending that every text has, is not offered unasked. */
const leastShare = 0.3;

export function onlyLikely<Found extends { score: number }>(found: readonly Found[]): Found[] {
  const best = Math.max(...found.map(({ score }) => score));
  return found.filter(({ score }) => score >= best * leastShare);
}
