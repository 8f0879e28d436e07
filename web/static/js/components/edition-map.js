/**
 * <edition-map artwork-id edition-id version [picks] [lazy label]>: the copies of an edition as numbered squares. The server draws them (unless `lazy`: then
 * they are drawn when their <details> is opened); this keeps them true. With `picks` free squares can be ticked, so many at most: arrow keys go from square
 * to square, the space bar ticks. It tells what stands around it by the event `copiespicked` (detail: the labels).
 *
 * What became of which copy `GET /api/v1/editions/{id}/copies` says: the live topic only tells that there is news.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { copy } from '../text.js';
import { t } from '../words.js';

const APART_MS = 300;
const JITTER_MS = 150;

/** The states of a copy; src/pages/views/copies.rs knows the same. */
const LOOKS = ['free', 'yours', 'held', 'sold', 'withdrawn'];

customElements.define('edition-map', class extends HTMLElement {
  #id = '';
  #version = 0;
  #stop = null;
  #timer = null;
  #asking = false;
  #again = false;
  #squares = new Map();

  connectedCallback() {
    this.#id = this.getAttribute('edition-id');
    this.#version = Number(this.getAttribute('version'));
    this.#find();
    this.addEventListener('keydown', this.#key);
    this.addEventListener('change', this.#ticked);
    this.addEventListener('focusin', this.#focused);
    if (this.hasAttribute('lazy')) this.closest('details')?.addEventListener('toggle', this.#opened);
    else this.#listen();
  }

  disconnectedCallback() {
    this.removeEventListener('keydown', this.#key);
    this.removeEventListener('change', this.#ticked);
    this.removeEventListener('focusin', this.#focused);
    this.#stop?.();
    this.#stop = null;
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** The labels that are ticked. */
  get picked() {
    return this.#boxes().filter((box) => box.checked).map((box) => box.value);
  }

  /** Takes every tick away. */
  clear() {
    for (const box of this.#boxes()) box.checked = false;
    this.#rove();
  }

  #opened = (event) => {
    if (!event.target.open || this.#stop) return;
    this.#ask();
    this.#listen();
  };

  #listen() {
    this.#stop = live.subscribe(`artwork:${this.getAttribute('artwork-id')}`, (frame) => this.#hear(frame));
  }

  #hear({ type, data }) {
    const stock = type === 'snapshot' ? data?.editions?.[this.#id] : type === 'stock' && data?.edition_id === this.#id ? data : null;
    if (stock?.version > this.#version) this.#askSoon();
  }

  // A crowd that looks at one work does not ask in one moment, and nobody asks for every copy of a rush.
  #askSoon() {
    if (this.#asking) this.#again = true;
    else this.#timer ??= setTimeout(() => this.#ask(), Math.random() * JITTER_MS);
  }

  async #ask() {
    this.#timer = null;
    this.#asking = true;
    try {
      const answer = await fetch(`/api/v1/editions/${this.#id}/copies`, { credentials: 'same-origin', headers: { accept: 'application/json' } });
      if (answer.ok) this.#take(await answer.json());
    } catch {
      // Offline: the banner says so, and the next news asks again.
    }
    setTimeout(() => {
      this.#asking = false;
      if (!this.#again || !this.isConnected) return;
      this.#again = false;
      this.#ask();
    }, APART_MS);
  }

  #take(copies) {
    if (copies.version < this.#version) return;
    this.#version = copies.version;
    if (this.#squares.size === 0 && this.hasAttribute('lazy')) this.#draw(copies);
    const lost = [];
    const counts = new Map();
    for (const { state, from, count } of copies.runs) {
      counts.set(state, (counts.get(state) ?? 0) + count);
      for (let ordinal = from; ordinal < from + count; ordinal += 1) {
        const square = this.#squares.get(ordinal);
        if (square) this.#become(square, state, lost);
      }
    }
    const sum = this.querySelector('[data-sum]');
    if (sum) sum.textContent = LOOKS.filter((look) => counts.get(look)).map((look) => t(`copies-${look}`, { count: counts.get(look) })).join(', ');
    if (lost.length > 0) {
      announce(t('scripts-copies-lost', { copies: lost.map((label) => copy(label)).join(', ') }));
      this.#tell();
    }
    this.#rove();
  }

  #become(square, state, lost) {
    if (square.classList.contains(`copy--${state}`)) return;
    square.className = `copy copy--${state}`;
    square.querySelector('[data-said]').textContent = t(`said-${state}`);
    const box = square.querySelector('.copy__box');
    if (box) {
      if (box.checked && state !== 'free') {
        box.checked = false;
        if (state !== 'yours') lost.push(box.value);
      }
      const hadFocus = box === document.activeElement;
      box.disabled = state !== 'free';
      if (hadFocus && box.disabled) this.#near(box)?.focus();
    }
    void square.offsetWidth; // lets the animation begin anew
    square.classList.add('copy--changed');
  }

  // ---- drawing what the server has left to us

  #draw(copies) {
    const grid = document.createElement('ol');
    const total = copies.size + copies.artist_proofs;
    grid.className = `copies__grid copies__grid--${total <= 60 ? 'wide' : total <= 300 ? 'close' : 'dense'}`;
    grid.setAttribute('aria-label', this.getAttribute('label') ?? '');
    for (let ordinal = 1; ordinal <= total; ordinal += 1) {
      const square = document.createElement('li');
      square.dataset.copy = String(ordinal);
      const face = document.createElement('span');
      face.className = 'copy__face';
      face.textContent = ordinal <= copies.size ? String(ordinal) : t('copy-proof-short', { number: ordinal - copies.size });
      const said = document.createElement('span');
      said.className = 'visually-hidden';
      said.dataset.said = '';
      square.append(face, ' ', said);
      grid.append(square);
    }
    const sum = document.createElement('p');
    sum.className = 'copies__said';
    sum.dataset.sum = '';
    this.replaceChildren(grid, sum);
    this.#find();
  }

  #find() {
    this.#squares = new Map([...this.querySelectorAll('[data-copy]')].map((square) => [Number(square.dataset.copy), square]));
    this.#rove();
  }

  // ---- picking

  #boxes() {
    return [...this.querySelectorAll('.copy__box')];
  }

  #open() {
    return this.#boxes().filter((box) => !box.disabled);
  }

  #ticked = (event) => {
    const box = event.target;
    if (!box.classList.contains('copy__box')) return;
    const most = Number(this.getAttribute('picks'));
    if (box.checked && this.picked.length > most) {
      box.checked = false;
      announce(t('copies-most', { count: most }));
      return;
    }
    this.#tell();
  };

  #tell() {
    this.dispatchEvent(new CustomEvent('copiespicked', { bubbles: true, detail: this.picked }));
  }

  /** One square is in the order of the tabulator: the one last gone to, the first ticked, or the first that is free. */
  #rove(to = null) {
    const open = this.#open();
    if (open.length === 0) return;
    const stop = to ?? open.find((box) => box.tabIndex === 0 && box.dataset.gone !== undefined) ?? open.find((box) => box.checked) ?? open[0];
    for (const box of this.#boxes()) {
      box.tabIndex = box === stop ? 0 : -1;
      if (box !== stop) delete box.dataset.gone;
    }
    if (to) stop.dataset.gone = '';
  }

  #focused = (event) => {
    if (event.target.classList.contains('copy__box')) this.#rove(event.target);
  };

  #near(box) {
    const boxes = this.#boxes();
    const at = boxes.indexOf(box);
    return boxes.slice(at).find((one) => !one.disabled) ?? boxes.slice(0, at).findLast((one) => !one.disabled);
  }

  #key = (event) => {
    if (!event.target.classList.contains('copy__box') || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.#step(event.key, event.target);
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
  };

  /** The free square that a key leads to; null where it leads nowhere, undefined for other keys. */
  #step(key, from) {
    const open = this.#open();
    const at = open.indexOf(from);
    if (key === 'ArrowRight') return open[at + 1] ?? null;
    if (key === 'ArrowLeft') return open[at - 1] ?? null;
    if (key === 'Home') return open[0];
    if (key === 'End') return open.at(-1);
    if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
    const here = from.closest('.copy').getBoundingClientRect();
    const way = key === 'ArrowDown' ? 1 : -1;
    let best = null;
    let distance = Infinity;
    for (const box of open) {
      const there = box.closest('.copy').getBoundingClientRect();
      const down = (there.top - here.top) * way;
      if (down <= 1) continue;
      // The row next to it first, and in it the square most nearly above or below.
      const far = down * 1_000 + Math.abs(there.left - here.left);
      if (far < distance) [best, distance] = [box, far];
    }
    return best;
  }
});
