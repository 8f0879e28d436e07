/**
 * Stock as a visitor sees it: a state for the dot, and words. Its twin is src/pages/views/stock.rs; web/tests/text-cases.json holds the cases that both
 * must pass. It does not decide anything.
 */

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
export function worded(edition) {
  const state = stateOf(edition);
  const { kind, available, total } = edition;
  if (kind === 'open') return { state, text: 'Available, open edition' };
  if (state === 'gone') return { state, text: 'No longer available' };
  if (kind === 'unique') return { state, text: { free: 'Available', reserved: 'Reserved', sold: 'Sold' }[state] };
  return { state, text: { free: `${available} of ${total} available`, reserved: 'All reserved', sold: 'Sold out' }[state] };
}

/** `{ state, text }` over all editions of an artwork. */
export function summed(editions) {
  if (editions.length === 0) return { state: 'gone', text: 'Not for sale' };
  if (editions.length === 1) return worded(editions[0]);
  const states = editions.map(stateOf);
  const free = states.filter((state) => state === 'free').length;
  if (free === states.length) return { state: 'free', text: 'Available' };
  if (free > 0) return { state: 'free', text: `${free} of ${states.length} editions available` };
  if (states.includes('reserved')) return { state: 'reserved', text: 'Reserved' };
  if (states.includes('sold')) return { state: 'sold', text: 'Sold' };
  return { state: 'gone', text: 'No longer available' };
}

function stateOf({ kind, available, held, sold }) {
  if (kind === 'open' || available > 0) return 'free';
  if (held > 0) return 'reserved';
  return sold > 0 ? 'sold' : 'gone';
}
