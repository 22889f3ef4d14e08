import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { buttonClass } from './button.tsx';

/**
 * A button that opens a small panel below itself: the browser's own disclosure, closed by Escape and by whatever is
 * done outside of it. What stands in it are fields or buttons that the Tab key reaches in their order.
 */
export function Menu({
  text,
  label,
  align = 'right',
  children,
}: {
  text: ReactNode;
  /** What the button does, where its text does not say it. */
  label?: string;
  /** The edge of the button at which the panel stands. */
  align?: 'left' | 'right';
  children: ReactNode;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const onOutside = ({ target }: Event): void => {
      const shown = menu.current;
      if (shown?.open === true && target instanceof Node && !shown.contains(target)) shown.open = false;
    };
    document.addEventListener('pointerdown', onOutside);
    document.addEventListener('focusin', onOutside);
    return () => {
      document.removeEventListener('pointerdown', onOutside);
      document.removeEventListener('focusin', onOutside);
    };
  }, []);
  return (
    <details ref={menu} className="relative print:hidden" onKeyDown={closeByEscape}>
      <summary aria-label={label} className={`list-none ${buttonClass('secondary', 'small')}`}>
        {text}
        <span aria-hidden="true" className="ml-1">
          ▾
        </span>
      </summary>
      <div
        className={`absolute z-20 mt-1 max-sm:fixed max-sm:inset-x-4 max-sm:w-auto max-sm:max-w-none grid max-h-[70vh] w-max max-w-[min(20rem,80vw)] gap-3 overflow-y-auto rounded-8 border border-solid-gray-600 bg-white p-4 shadow-2 ${align === 'right' ? 'right-0' : 'left-0'}`}
      >
        {children}
      </div>
    </details>
  );
}

function closeByEscape(event: KeyboardEvent<HTMLDetailsElement>): void {
  const menu = event.currentTarget;
  if (event.key !== 'Escape' || !menu.open) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector('summary')?.focus();
}
