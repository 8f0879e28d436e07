/**
 * Stock as a visitor sees it: a state for the dot, and words. Its twin is src/pages/views/stock.rs; web/tests/text-cases.json holds the cases that both
 * must pass. It does not decide anything.
 */
import { t } from './words.js';

/** An edition from its packed form `id:kind:available:held:sold:total:version`. */
export function unpack(text) {
  const [id, kind, ...numbers] = text.split(':');
  const [available, held, sold, total, version] = numbers.map(Number);
  return { id, kind, available, held, sold, total, version };
}

/** The edition after news of its stock, or null when the news is older than what is known or no stock at all. */
export function updated(edition, stock) {
  if (!stock || !(stock.version > edition.version)) return null;
  return {
    ...edition,
    available: stock.available ?? 0,
    held: stock.held ?? 0,
    sold: stock.sold ?? 0,
    total: stock.total ?? 0,
    version: stock.version,
    next_release_at: stock.next_release_at ?? null,
  };
}

/** `{ state, text }` of one edition; the states are `free`, `reserved`, `sold`, `gone`. */
export function worded(edition, say = t) {
  const state = stateOf(edition);
  const { kind, available, total } = edition;
  if (kind === 'open') return { state, text: say('stock-open') };
  if (state === 'gone') return { state, text: say('stock-gone') };
  if (kind === 'unique') return { state, text: say(`stock-${state}`) };
  if (state === 'free') return { state, text: say('stock-some', { available, total }) };
  return { state, text: say(state === 'sold' ? 'stock-sold-out' : 'stock-all-reserved') };
}

/** `{ state, text }` over all editions of an artwork. */
export function summed(editions, say = t) {
  if (editions.length === 0) return { state: 'gone', text: say('stock-not-for-sale') };
  if (editions.length === 1) return worded(editions[0], say);
  const states = editions.map(stateOf);
  const free = states.filter((state) => state === 'free').length;
  if (free === states.length) return { state: 'free', text: say('stock-free') };
  if (free > 0) return { state: 'free', text: say('stock-editions', { free, total: states.length }) };
  const state = ['reserved', 'sold'].find((one) => states.includes(one)) ?? 'gone';
  return { state, text: say(`stock-${state}`) };
}

function stateOf({ kind, available, held, sold }) {
  if (kind === 'open' || available > 0) return 'free';
  if (held > 0) return 'reserved';
  return sold > 0 ? 'sold' : 'gone';
}
