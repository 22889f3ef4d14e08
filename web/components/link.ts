/** How a link looks that is no button: large enough for a finger, and underlined. */
export const linkClass = 'inline-flex min-h-11 items-center text-key-900 underline';
