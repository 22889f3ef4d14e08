// Runs before the first paint, so that nobody who chose dark pages is dazzled first. The pages keep the choice.
try {
  const theme = localStorage.getItem('fugo.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (localStorage.getItem('fugo.language') === 'en') document.documentElement.lang = 'en';
} catch {
  // The browser forbids storage, so nothing was chosen.
}
