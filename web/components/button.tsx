import type { ButtonHTMLAttributes } from 'react';

const looks = {
  primary:
    'border-key-900 bg-key-900 text-white hover:border-key-1000 hover:bg-key-1000 hover:underline active:bg-key-1200',
  secondary: 'border-key-900 bg-white text-key-900 hover:bg-key-50 hover:underline active:bg-key-200',
  quiet: 'border-transparent bg-transparent text-key-900 underline hover:bg-key-50 active:bg-key-200',
  danger:
    'border-error-2 bg-error-2 text-white hover:border-red-1000 hover:bg-red-1000 hover:underline active:bg-red-1200',
} as const;
const sizes = { normal: 'min-h-12 px-5 py-2', small: 'min-h-11 px-3 py-1' } as const;

export function buttonClass(look: keyof typeof looks, size: keyof typeof sizes = 'normal'): string {
  return `inline-flex items-center justify-center rounded-8 border text-center font-bold whitespace-nowrap ${sizes[size]} ${looks[look]}`;
}

/** A busy button ignores clicks. It is not disabled, because that would take the keyboard's focus away. */
export function Button({
  look = 'primary',
  size = 'normal',
  busy = false,
  className = '',
  onClick,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  busy?: boolean;
}) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={`${buttonClass(look, size)} ${busy ? 'opacity-80' : ''} ${className}`}
    />
  );
}
