/**
 * The one entry of every page: sees which components the page holds and loads their modules, no others.
 * It does not know what they do. A page works without any of this; each component improves what the server has already drawn.
 */

const COMPONENTS = [
  'artwork-watch', 'buy-bar', 'cart-badge', 'checked-form', 'checkout-form', 'demo-crowd', 'edition-chooser', 'edition-map', 'find-palette',
  'gallery-filters', 'health-board', 'hold-countdown', 'hold-keeper', 'import-form', 'inventory-table', 'live-banner', 'live-cart', 'live-stock',
  'order-status', 'orders-feed', 'pack-list', 'picture-desk', 'picture-viewer', 'presence-board', 'print-page', 'review-desk', 'sales-feed',
  'search-suggest', 'shipping-quote', 'studio-checklist', 'upload-form', 'virtual-table', 'wish-heart', 'wish-list', 'work-signals',
];

// Before all components, which say what it has: it waits for the page's messages, and of modules that are loaded at once and share one that waits
// Safari may lose some (WebKit bug 242740).
const words = import('./words.js').catch((error) => console.error('The words did not load', error));

async function load(root) {
  await words;
  for (const name of COMPONENTS) {
    if (!customElements.get(name) && root.querySelector(name)) {
      import(`./components/${name}.js`).catch((error) => console.error(`The component ${name} did not load`, error));
    }
  }
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
