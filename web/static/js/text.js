/**
 * The words and figures that the server's pages and the scripts must write alike. Its twin is src/pages/views/text.rs; web/tests/text-cases.json holds
 * the cases that both must pass.
 */

const SIGNS = { EUR: '€', GBP: '£', USD: '$', JPY: '¥' };

/** Money for a reader: `€1,250`, `€1,250.50`, `CHF 80`. Takes `{ amount, currency }` in minor units. */
export function money({ amount, currency }) {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  const unit = 10 ** digits;
  const size = Math.abs(amount);
  const whole = Math.floor(size / unit);
  const rest = size % unit;
  const sign = SIGNS[currency] ?? `${currency}\u00a0`;
  return `${amount < 0 ? '\u2212' : ''}${sign}${grouped(whole)}${rest ? `.${String(rest).padStart(digits, '0')}` : ''}`;
}

/** A copy's label in words: `7/25` is `No. 7 of 25`, `AP 1/2` is `Artist’s proof 1 of 2`. */
export function copy(label) {
  const match = /^(AP )?(\d+)\/(\d+)$/.exec(label);
  if (!match) return label;
  return `${match[1] ? 'Artist’s proof' : 'No.'} ${match[2]} of ${match[3]}`;
}

/** `1 copy`, `2 copies`. */
export function counted(count, one, many) {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `4:05`, `1:04:05`: what is left of a hold, from whole seconds. */
export function clock(seconds) {
  const two = (value) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `23 November 2026, 14:32 UTC`, as the server writes it. */
export function moment(iso) {
  const date = new Date(iso);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(date);
  return `${day}, ${time} UTC`;
}

function grouped(whole) {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}
