/**
 * The words and figures that the server's pages and the scripts must write alike. Its twin is src/pages/views/text.rs; web/tests/text-cases.json holds
 * the cases that both must pass. All of them speak the page's language, unless a test speaks another.
 */
import { DECIMAL, grouped } from './figures.js';
import { language, t } from './words.js';

const SIGNS = { EUR: '€', GBP: '£', USD: '$', JPY: '¥' };

/** Money for a reader: `€1,250`, `€1,250.50`, `CHF 80`; `1.250 €` in German. Takes `{ amount, currency }` in minor units. */
export function money({ amount, currency }, spoken = language) {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  const unit = 10 ** digits;
  const size = Math.abs(amount);
  const rest = size % unit;
  const figure = `${grouped(Math.floor(size / unit), spoken)}${rest ? `${DECIMAL[spoken] ?? '.'}${String(rest).padStart(digits, '0')}` : ''}`;
  const sign = amount < 0 ? '\u2212' : '';
  if (spoken !== 'en') return `${sign}${figure}\u00a0${SIGNS[currency] ?? currency}`;
  return `${sign}${SIGNS[currency] ?? `${currency}\u00a0`}${figure}`;
}

/** A copy's label in words: `7/25` is `No. 7 of 25`, `AP 1/2` is `Artist’s proof 1 of 2`. */
export function copy(label, say = t) {
  const match = /^(AP )?(\d+)\/(\d+)$/.exec(label);
  return match ? say(match[1] ? 'copy-proof' : 'copy-number', { number: match[2], of: match[3] }) : label;
}

/** `4:05`, `1:04:05`: what is left of a hold, from whole seconds. */
export function clock(seconds) {
  const two = (value) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `23 November 2026, 14:32 UTC`, as the server writes it. */
export function moment(iso, say = t) {
  const date = new Date(iso);
  const two = (value) => String(value).padStart(2, '0');
  const month = say(`month-${date.getUTCMonth() + 1}`);
  const day = say('date-day', { day: date.getUTCDate(), month, year: String(date.getUTCFullYear()) });
  return say('date-moment', { date: day, time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` });
}
