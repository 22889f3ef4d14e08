import type { Load } from '../../contracts/api/loads.ts';
import type { Language } from '../../config/language.ts';
import { text, type MessageKey } from '../messages.ts';

/** Names the state. A load that is `DONE` is still on its way for its residents, so it says what they wait for. */
export function stateText({ state, sums }: Pick<Load, 'state' | 'sums'>, language: Language): string {
  const isConfirming = state === 'DONE' && sums.notSent + sums.sent > 0;
  const key: MessageKey = isConfirming ? 'load.state.CONFIRMING' : `load.state.${state}`;
  return text(key, language);
}
