import { isMessageKey } from '../catalogue.ts';
import { useWords } from '../components/preferences.tsx';

/** Names an action, or for a refused request the right that was missing. Null for an action without a name. */
export function useActionName(): (action: string) => string | null {
  const t = useWords();
  return (action) => {
    const keys = [`audit.action.${action}`, `right.${action}`];
    const key = keys.find(isMessageKey);
    return key ? t(key) : null;
  };
}
