/**
 * The little that runs in the browser; without it everything still works. It judges the check digit while the number is
 * typed, keeps a form from being sent twice, and shows an answer that comes later.
 */
export const script = `
const digitOf = (digits) => {
  let sum = 0;
  for (let n = 1; n <= 11; n += 1) sum += Number(digits[11 - n]) * (n <= 6 ? n + 1 : n - 5);
  return sum % 11 <= 1 ? 0 : 11 - (sum % 11);
};
for (const field of document.querySelectorAll('[data-personal-number]')) {
  const message = document.getElementById(field.id + '-error');
  const judge = (isDone) => {
    const digits = field.value.normalize('NFKC').replaceAll(/[\\s‐‑‒–—―−ー-]/g, '');
    let problem = '';
    if (digits !== '' && (isDone || digits.length >= 12)) {
      if (!/^[0-9]{12}$/.test(digits)) problem = field.dataset.length;
      else if (/^0+$/.test(digits)) problem = field.dataset.zero;
      else if (digitOf(digits) !== Number(digits[11])) problem = field.dataset.digit;
    }
    message.textContent = problem;
    field.setAttribute('aria-invalid', String(problem !== ''));
  };
  field.addEventListener('input', () => judge(false));
  field.addEventListener('change', () => judge(true));
}
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = 'yes';
    const button = form.querySelector('button[type=submit]');
    button.setAttribute('aria-disabled', 'true');
    button.textContent = form.dataset.once;
  });
  // Back by the browser's own button: the form may be looked at, and sent as the same entry.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
}
const live = document.querySelector('[data-live]');
if (live) {
  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]');
      const place = document.querySelector('[data-live]');
      if (fresh && place && fresh.innerHTML !== place.innerHTML && !place.contains(document.activeElement)) place.innerHTML = fresh.innerHTML;
    } catch { /* The counter is away; it is asked again. */ }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1500);
}
document.querySelector('[data-focus]')?.focus();
`;
