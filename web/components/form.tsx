import type { FormHTMLAttributes } from 'react';

/** A form that is judged by the page's own rules and words, and never by the browser's. */
export function Form({
  className = 'grid gap-6',
  onSubmit,
  ...rest
}: Omit<FormHTMLAttributes<HTMLFormElement>, 'onSubmit'> & { onSubmit: () => void }) {
  return (
    <form
      noValidate
      {...rest}
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    />
  );
}
