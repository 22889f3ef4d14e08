import { isMessageKey } from '../catalogue.ts';
import { useWords } from '../components/preferences.tsx';

/** In words; of a refused request the right that was missing. Null for an action that these pages do not know. */
export function useActionName(): (action: string) => string | null {
  const t = useWords();
  return (action) => {
    const keys = [`audit.action.${action}`, `right.${action}`];
    const key = keys.find(isMessageKey);
    return key ? t(key) : null;
  };
}
