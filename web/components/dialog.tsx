import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { DialogTitle } from './dialog-title.ts';
import { useWords } from './preferences.tsx';

/** The browser's own dialog keeps the focus inside, closes by Escape and gives the focus back. */
export function Dialog({
  title,
  veiled = false,
  onClose,
  children,
}: {
  title: string;
  /** Whether nobody may read what lies behind. */
  veiled?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className={`m-auto w-full max-w-xl rounded-16 bg-white p-5 sm:p-8 text-solid-gray-900 shadow-4 ${veiled ? 'backdrop:bg-white/70 backdrop:backdrop-blur-lg' : ''}`}
    >
      <div className="grid gap-6">
        <h2 id={id} className="text-std-24B-150">
          {title}
        </h2>
        <DialogTitle value={title}>{children}</DialogTitle>
      </div>
    </dialog>
  );
}

/** The end of a dialog: to leave it as it is, or to do what it is about. Without `onDo`, that is to submit its form. */
export function DialogButtons({
  text,
  look = 'primary',
  busy = false,
  onDo,
  onLeave,
}: {
  text: string;
  look?: 'primary' | 'danger';
  busy?: boolean;
  onDo?: () => void;
  onLeave: () => void;
}) {
  const t = useWords();
  return (
    <div className="flex flex-wrap justify-end gap-3">
      <Button look="secondary" onClick={onLeave}>
        {t('errors.stay')}
      </Button>
      <Button type={onDo ? 'button' : 'submit'} look={look} busy={busy} onClick={onDo}>
        {text}
      </Button>
    </div>
  );
}
