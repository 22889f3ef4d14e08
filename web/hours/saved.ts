/** What the page says after something was saved. */
export type SavedKey = 'hours.saved' | 'hours.proposed' | 'hours.decided';
