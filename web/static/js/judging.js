/**
 * What is wrong with an entry of a form, as the server judges it (its twin is src/gateway/fields.rs, and of passwords the least length in
 * src/identity/weak.rs) and never more strictly. web/tests/judging-cases.json holds the cases that both must judge alike.
 * It knows no page and says nothing: a mistake is the id of a message and what that takes.
 */

const AROUND = /^\p{White_Space}+|\p{White_Space}+$/gu;
const BREAKS_LINES = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const CONTROLS = /[^\P{Cc}\n\t]/u;
const UNSEEN = /^[\p{White_Space}\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*$/u;
const NOT_BEFORE_AT = /[\p{White_Space}@<>()[\],;:\\"]/u;
const LABEL = /^[\p{Alphabetic}\p{N}-]+$/u;
const VAT_ID = /^[a-z\d+*]{4,}$/i;

const bytes = (text) => new TextEncoder().encode(text).length;
const fits = (text, most) => bytes(text) >= 1 && bytes(text) <= most;

/** Whether a text has the usual form of an e-mail address. */
export function isEmail(text) {
  const at = text.lastIndexOf('@');
  if (at < 0) return false;
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const dots = !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
  const isLabel = (label) => fits(label, 63) && !label.startsWith('-') && !label.endsWith('-') && LABEL.test(label);
  return fits(local, 64) && dots && !NOT_BEFORE_AT.test(local) && domain.includes('.') && domain.split('.').every(isLabel);
}

/**
 * The first mistake in `text`, as [message, values], or null. `rule` is `email`, `password`, `textarea`, `vat-id` or anything else for a line; `least`
 * and `most` are characters.
 */
export function judge({ text, rule, required = false, least = 0, most = Infinity }) {
  const isSecret = rule === 'password';
  const entry = (isSecret ? text : text.replace(AROUND, '')).normalize('NFC');
  const length = [...entry].length;
  if (!isSecret && rule !== 'textarea' && BREAKS_LINES.test(entry)) return ['mistake-one-line'];
  if (rule === 'textarea' && CONTROLS.test(entry.replace(/\r\n?/g, '\n'))) return ['mistake-control'];
  if (length > most) return ['mistake-characters', { most: String(most) }];
  if (length < least && (required || length)) return ['mistake-weak-short'];
  if (required && (isSecret ? length === 0 : UNSEEN.test(entry))) return ['mistake-empty'];
  if (rule === 'email' && length && !isEmail(entry)) return ['mistake-email'];
  if (rule === 'vat-id' && length && !VAT_ID.test(entry.replace(/[ .-]/g, ''))) return ['mistake-vat-id'];
  return null;
}
