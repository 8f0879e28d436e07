/**
 * <virtual-table src next total>: a long table of which only what is seen is in the page. Reads the pages behind `src` by their cursors as one scrolls, keeps what
 * it has read, and draws the rows around the window. It stays a real table: rows have their headers, and say which of how many they are.
 * Without scripts, or with all rows on one page, the server's table stays as it is. `take(id, stock)` tells it news of an edition.
 */
import { updated, worded } from '../stock-words.js';
import { money } from '../text.js';
import { t } from '../words.js';

const PAGE = 100;
const BEYOND = 10;
const AHEAD = 150;

customElements.define('virtual-table', class extends HTMLElement {
  #items = [];
  #places = new Map();
  #rows = new Map();
  #next = null;
  #reading = null;
  #total = 0;
  #height = 64;
  #frame = 0;
  #top = spacer();
  #bottom = spacer();

  async connectedCallback() {
    if (!this.getAttribute('next') || this.#items.length > 0) return;
    this.#total = Number(this.getAttribute('total')) || 0;
    if (!await this.#read()) return;
    this.classList.add('is-virtual');
    document.querySelector('[data-onward]')?.setAttribute('hidden', '');
    const table = this.querySelector('table');
    table.setAttribute('aria-rowcount', this.#total + 1);
    table.tHead.rows[0].setAttribute('aria-rowindex', 1);
    table.tBodies[0].replaceChildren(this.#top, this.#bottom);
    this.#window.addEventListener('scroll', this.#later, { passive: true });
    addEventListener('resize', this.#later);
    this.#draw();
    this.#measure();
  }

  disconnectedCallback() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    removeEventListener('resize', this.#later);
  }

  /** News of an edition's stock, also of one whose row is not in the page now. */
  take(editionId, stock) {
    const place = this.#places.get(editionId);
    if (place === undefined) return;
    const item = this.#items[place];
    const known = { kind: item.edition.kind, version: item.stock.version };
    const edition = updated(known, stock);
    if (!edition) return;
    item.stock = { ...item.stock, ...stock };
    item.withdrawn = edition.total ? Math.max(0, edition.total - edition.available - edition.held - edition.sold) : 0;
    // A row that is in the page is changed there; others are made anew when they come.
    if (!this.#rows.get(place)?.isConnected) this.#rows.delete(place);
  }

  get #window() {
    return this.querySelector('.virtual__window');
  }

  #later = () => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  };

  /** Rows are as high as the first ones are on average; what is not seen is as high as that. */
  #measure() {
    const shown = [...this.#rows.values()].filter((row) => row.isConnected).slice(0, 20);
    const sum = shown.reduce((height, row) => height + row.offsetHeight, 0);
    if (shown.length > 0 && sum > 0) this.#height = sum / shown.length;
    this.#draw();
  }

  #draw() {
    const place = this.#window;
    const first = Math.max(0, Math.floor(place.scrollTop / this.#height) - BEYOND);
    const last = Math.min(this.#total, Math.ceil((place.scrollTop + place.clientHeight) / this.#height) + BEYOND);
    if (last + AHEAD > this.#items.length && this.#next) this.#readTo(last + AHEAD);
    const wanted = [];
    for (let index = first; index < Math.min(last, this.#items.length); index += 1) wanted.push(index);
    // What has the focus stays in the page, wherever one scrolls.
    const focused = document.activeElement?.closest?.('tr[aria-rowindex]');
    const kept = focused && this.contains(focused) ? Number(focused.getAttribute('aria-rowindex')) - 2 : -1;
    if (kept >= 0 && kept < first) wanted.unshift(kept);
    if (kept >= last) wanted.push(kept);
    const rows = wanted.map((index) => this.#row(index));
    const body = this.querySelector('tbody');
    for (const row of [...body.rows]) if (row !== this.#top && row !== this.#bottom && !rows.includes(row)) row.remove();
    let before = this.#top;
    for (const row of rows) {
      if (before.nextSibling !== row) before.after(row);
      before = row;
    }
    const from = kept >= 0 && kept < first ? first - 1 : first;
    stretch(this.#top, from * this.#height);
    // Rows that are not read yet have their space as well: without it the window would slide up while they come.
    stretch(this.#bottom, Math.max(0, this.#total - from - rows.length) * this.#height);
    this.querySelector('table').setAttribute('aria-busy', String(last > this.#items.length));
  }

  #row(index) {
    let row = this.#rows.get(index);
    if (!row) {
      row = rowOf(this.#items[index]);
      row.setAttribute('aria-rowindex', index + 2);
      this.#rows.set(index, row);
    }
    return row;
  }

  #readTo(count) {
    this.#reading ??= (async () => {
      try {
        while (this.#next && this.#items.length < Math.min(count, this.#total)) if (!await this.#read()) break;
      } finally {
        this.#reading = null;
        this.#later();
      }
    })();
  }

  /** Reads the next page; false when it did not come: what is there stays. */
  async #read() {
    const address = new URL(this.getAttribute('src'), location.href);
    address.searchParams.set('limit', PAGE);
    if (this.#next) address.searchParams.set('cursor', this.#next);
    try {
      const answer = await fetch(address, { credentials: 'same-origin', headers: { accept: 'application/json' } });
      if (!answer.ok) return false;
      const page = await answer.json();
      for (const item of page.items) {
        if (this.#places.has(item.edition.id)) continue;
        this.#places.set(item.edition.id, this.#items.length);
        this.#items.push({ ...item, stock: { ...item.stock } });
      }
      this.#next = page.next_cursor;
      // Works come and go while one scrolls: in the end there are as many as there were.
      this.#total = this.#next ? Math.max(page.total ?? this.#total, this.#items.length) : this.#items.length;
      return true;
    } catch {
      return false;
    }
  }
});

function spacer() {
  const row = document.createElement('tr');
  row.className = 'virtual__space';
  row.setAttribute('aria-hidden', 'true');
  const cell = document.createElement('td');
  cell.colSpan = 9;
  row.append(cell);
  return row;
}

function stretch(row, height) {
  row.hidden = height <= 0;
  row.cells[0].height = Math.round(height);
}

/** A row as the server draws it. */
function rowOf({ artwork, artist, edition, stock, withdrawn }) {
  const isOpen = edition.kind === 'open';
  const row = document.createElement('tr');
  row.dataset.edition = edition.id;
  row.dataset.version = stock.version;
  row.dataset.kind = edition.kind;
  const words = `${artist}, ${named(edition)}`;
  const link = element('a', { href: `/artworks/${artwork.slug}` }, element('cite', {}, artwork.title));
  row.append(element('th', { scope: 'row' }, link, ' ', element('span', { className: 'line__detail' }, words)));
  row.append(element('td', {}, money(edition.price)));
  const counts = { available: stock.available ?? 0, held: stock.held, sold: stock.sold, total: stock.total ?? 0 };
  const { state, text } = worded({ kind: edition.kind, ...counts });
  const dot = element('span', { className: `dot dot--${state}` });
  dot.setAttribute('aria-hidden', 'true');
  row.append(cell('state', '', element('span', { className: `stock stock--${state}` }, dot, ' ', element('span', { className: 'stock__words' }, text))));
  const number = (name, value) => isOpen && name !== 'held' && name !== 'sold' ? element('td', { className: 'num' }, '–') : cell(name, 'num', String(value));
  row.append(...['available', 'held', 'sold'].map((name) => number(name, counts[name])), number('withdrawn', withdrawn), number('total', counts.total));
  row.append(isOpen ? element('td', {}) : element('td', {}, adjusting(edition.id, `${artwork.title}, ${named(edition)}`)));
  return row;
}

function adjusting(editionId, name) {
  const label = (text, attributes) => element('label', {}, `${text} `, element('input', { required: true, ...attributes }));
  const answer = element('p', { className: 'adjust__answer' });
  answer.setAttribute('role', 'status');
  const form = element(
    'form',
    { action: `/console/editions/${editionId}/adjust`, method: 'post' },
    label(t('scripts-adjust-by'), { name: 'delta', type: 'number', step: '1' }),
    label(t('scripts-adjust-reason'), { name: 'reason', type: 'text', maxLength: 200 }),
    element('button', { className: 'button--small', type: 'submit' }, t('scripts-adjust')),
    answer,
  );
  return element('details', { className: 'adjust' }, element('summary', {}, t('scripts-adjust'), element('span', { className: 'visually-hidden' }, ` ${name}`)), form);
}

/** What an edition is called, as the server's pages call it. */
function named({ kind, label, size, artist_proofs: proofs }) {
  const name = label ?? t(`scripts-edition-${kind}`);
  if (kind === 'unique') return name;
  const words = kindOf(kind, size, proofs);
  return words.toLowerCase() === name.toLowerCase() ? name : `${name}, ${words}`;
}

function kindOf(kind, size, proofs) {
  if (kind === 'open') return t('scripts-kind-open');
  if (!proofs) return t('scripts-kind-limited', { size });
  return t('scripts-kind-limited-proofs', { size, proofs: t('count-proofs', { count: proofs }) });
}

function cell(name, className, ...content) {
  const made = element('td', { className }, ...content);
  made.dataset.cell = name;
  return made;
}

function element(name, attributes, ...content) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...content);
  return made;
}
