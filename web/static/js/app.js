/**
 * The one entry of every page: sees which components the page holds and loads their modules, no others.
 * It does not know what they do. A page works without any of this; each component improves what the server has already drawn.
 */

/** What the storefront has; `words/<language>.js` knows what these say. */
const STOREFRONT = [
  'artwork-watch', 'buy-bar', 'cart-badge', 'edition-chooser', 'edition-map', 'gallery-filters', 'hold-countdown', 'live-banner', 'live-stock',
  'picture-viewer', 'search-suggest', 'shipping-quote', 'wish-heart',
];

/** What there is from the cart on, and in studio and console: these say besides what `words/<language>-rooms.js` knows. */
const ROOMS = [
  'checked-form', 'checkout-form', 'demo-crowd', 'find-palette', 'health-board', 'hold-keeper', 'import-form', 'inventory-table', 'live-cart',
  'order-status', 'orders-feed', 'pack-list', 'picture-desk', 'presence-board', 'print-page', 'review-desk', 'sales-feed', 'studio-checklist',
  'upload-form', 'virtual-table', 'wish-list', 'work-signals',
];

/** What is loaded only when somebody turns to it. */
const LATE = ['search-suggest'];

// Before all components, which say what it has: it waits for the page's messages, and of modules that are loaded at once and share one that waits
// Safari may lose some (WebKit bug 242740).
const words = import('./words.js').catch((error) => console.error('The words did not load', error));

function start(name) {
  import(`./components/${name}.js`).catch((error) => console.error(`The component ${name} did not load`, error));
}

async function load(root) {
  const known = await words;
  for (const name of STOREFRONT) {
    const first = !customElements.get(name) && root.querySelector(name);
    if (first && LATE.includes(name) && !first.contains(document.activeElement)) first.addEventListener('focusin', () => start(name), { once: true });
    else if (first) start(name);
  }
  const rooms = ROOMS.filter((name) => !customElements.get(name) && root.querySelector(name));
  if (rooms.length === 0) return;
  await known?.learn('rooms');
  for (const name of rooms) start(name);
}

load(document);
// A region that was drawn anew may hold a component that the page had not.
document.addEventListener('impasto:drawn', () => load(document));

// The sentence about the last form has been shown: the address need not carry it on into reloads, bookmarks and redraws.
const address = new URL(location.href);
if (address.searchParams.has('notice')) {
  address.searchParams.delete('notice');
  history.replaceState(history.state, '', address);
}

// A form is sent once, however often its button is pressed, until the page is shown again.
const sent = new WeakSet();
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.target.method !== 'post') return;
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});
