/**
 * What the scripts say, in the language of the page: t(id, { name: value }). The messages are those of locales/ (see web/tools/words.mjs), which the
 * server says alike. An id that is not known shows as itself.
 */
import { grouped } from './figures.js';

const page = globalThis.document?.documentElement.lang || 'en';
const load = async (tag) => ({ tag, messages: (await import(`./words/${tag}.js`)).default });
// English where a language does not come. Where not even that does no component starts, and the page stays as the server drew it.
const { tag: spoken, messages } = await load(page).catch(() => load('en'));

/** The language that is spoken: the page's. */
export const language = spoken;

/** The same for `Intl`, whose bare `en` has the hours and dates of America. */
export const locale = language === 'en' ? 'en-GB' : language;

const plurals = new Intl.PluralRules(language);

/** Learns what more there is to say, as `words/<language>-<part>.js` has it. A message that does not come shows as its id. */
export async function learn(part) {
  const more = await import(`./words/${language}-${part}.js`).catch((error) => console.error(`The words of ${part} did not load`, error));
  Object.assign(messages, more?.default);
}

/** The words of a message. */
export function t(id, values = {}) {
  return said(messages[id] ?? id, values);
}

/** The same of a list of messages: for tests, which speak several languages at once. */
export function said(pattern, values, rules = plurals, tag = language) {
  if (typeof pattern === 'string') return pattern;
  return pattern.map((piece) => {
    if (typeof piece === 'string') return piece;
    const value = values[piece.arg];
    if (!piece.of) return typeof value === 'number' ? grouped(value, tag) : String(value ?? '');
    const key = typeof value !== 'number' || String(value) in piece.of ? String(value) : rules.select(value);
    return said(piece.of[key] ?? piece.of[piece.other], values, rules, tag);
  }).join('');
}
