import { createContext, use, useRef, type FormHTMLAttributes, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { DialogTitle } from './dialog-title.ts';
import { Notice } from './notice.tsx';
import { useFormats, useWords } from './preferences.tsx';
import { useDraft } from './use-draft.ts';

/** Whether fields show what stood there before somebody changed it. */
export const ShowsBefore = createContext(false);

/**
 * A form that is judged by the page's own rules and words, and never by the browser's. What is typed in it outlasts the
 * session and a reload, and can be cancelled.
 */
export function Form({
  className = 'grid gap-6',
  keeps = true,
  edits = false,
  about,
  onSubmit,
  onCancel,
  children,
  ...rest
}: Omit<FormHTMLAttributes<HTMLFormElement>, 'onSubmit'> & {
  onSubmit: () => void;
  /** False for a search, a choice of what is shown, and the sign-in: nothing of them is kept, and nothing cancelled. */
  keeps?: boolean;
  /** Whether it changes what exists, so that each field shows what stood there before. */
  edits?: boolean;
  /** What distinguishes it from other forms under the same heading: the id of what it changes. */
  about?: string | undefined;
  /** Where cancelling leads, if not only back to what stood there. */
  onCancel?: (() => void) | undefined;
}) {
  const t = useWords();
  const form = useRef<HTMLFormElement>(null);
  const dialogTitle = use(DialogTitle);
  const draft = useDraft({ form, keeps, about, dialogTitle });
  return (
    <form
      noValidate
      {...rest}
      ref={form}
      className={className}
      onInput={draft.onTyped}
      onSubmit={(event) => {
        event.preventDefault();
        draft.onSubmitted();
        onSubmit();
      }}
    >
      {draft.offered && <DraftNotice at={draft.offered.at} onTake={draft.take} onDrop={draft.drop} />}
      <ShowsBefore value={edits}>{children}</ShowsBefore>
      {/* A dialog has a button for it. */}
      {keeps && dialogTitle === null && (draft.isTyped || onCancel) && (
        <Button
          look="quiet"
          className="justify-self-start"
          onClick={() => {
            draft.cancel();
            onCancel?.();
          }}
        >
          {t('form.cancel')}
        </Button>
      )}
    </form>
  );
}

function DraftNotice({ at, onTake, onDrop }: { at: number; onTake: () => void; onDrop: () => void }): ReactNode {
  const t = useWords();
  const formats = useFormats();
  return (
    <Notice look="information">
      <p>{t('form.draft', { time: formats.moment(new Date(at).toISOString()) })}</p>
      <div className="flex flex-wrap gap-3">
        <Button look="secondary" size="small" onClick={onTake}>
          {t('form.draft.take')}
        </Button>
        <Button look="quiet" size="small" onClick={onDrop}>
          {t('form.draft.drop')}
        </Button>
      </div>
    </Notice>
  );
}
