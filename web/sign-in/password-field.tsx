import { useState, type ComponentProps } from 'react';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { useWords } from '../components/preferences.tsx';

/** A password that whoever types it may look at. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'type' | 'secret'>) {
  const t = useWords();
  const [isShown, setShown] = useState(false);
  return (
    <div className="grid gap-1">
      <TextField {...props} secret required type={isShown ? 'text' : 'password'} spellCheck={false} />
      <Button
        look="quiet"
        size="small"
        className="justify-self-start"
        aria-pressed={isShown}
        aria-controls={props.id}
        onClick={() => setShown(!isShown)}
      >
        {t(isShown ? 'signIn.hide' : 'signIn.show')}
      </Button>
    </div>
  );
}
