/**
 * <sales-feed seller-id>: the studio's news as they happen, above those the server drew; can be paused, and heard once the sound is switched on. Figures of the day are the server's sums, asked for
 * when news have come: not by a new snapshot of the topic, which would stand for the news that are on their way.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { refresh } from '../region.js';
import { copy, moment, money } from '../text.js';
import { t } from '../words.js';

const MOST_ROWS = 50;
const FIGURES_EVERY_MS = 2_000;
const SOUND_KEY = 'impasto-sound';
const FIGURES_URL = '/api/v1/studio/summary';
const TOLD = ['sale', 'hold', 'wishlist', 'review'];

/** The sentence of an event; null for kinds that have none here. `titleOf` finds the title of a work by its id where the event does not tell it. */
export function sentence(type, data, titleOf = () => null) {
  if (!TOLD.includes(type)) return null;
  const title = data?.artwork?.title ?? titleOf(data?.artwork_id) ?? t('scripts-a-work');
  const copies = (data?.copies ?? []).map((one) => (typeof one === 'string' ? one : one?.label)).filter(Boolean).map((label) => copy(label));
  if (copies.length === 0 && data?.quantity > 1) copies.push(t('count-copies', { count: data.quantity }));
  return t(`scripts-feed-${type}`, { work: [title, ...(type === 'sale' || type === 'hold' ? copies : [])].join(', ') });
}

customElements.define('sales-feed', class extends HTMLElement {
  #stop = null;
  #paused = false;
  #kept = [];
  #rows = Promise.resolve();
  #asking = false;
  #sold = false;
  #sound = null;

  connectedCallback() {
    const pause = this.querySelector('[data-feed-pause]');
    pause.hidden = false;
    const words = pause.textContent;
    pause.addEventListener('click', () => this.#pause(pause, words));
    this.#sounding();
    this.#stop = live.subscribe(this.#topic, (frame) => this.#hear(frame));
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
  }

  #hear(frame) {
    if (frame.type === 'snapshot') {
      this.#figures(frame.data);
      return;
    }
    this.#askFigures(frame.type === 'sale');
    if (frame.type === 'sale') this.#ring();
    // One after the other, though a title may have to be asked for first.
    this.#rows = this.#rows.then(() => titled(frame)).then((told) => {
      if (this.#paused) this.#kept.push(told);
      else this.#row(told);
    });
  }

  /** News only say that the figures have moved. */
  #askFigures(sold) {
    this.#sold ||= sold;
    if (this.#asking) return;
    this.#asking = true;
    setTimeout(async () => {
      const draw = this.#sold;
      [this.#asking, this.#sold] = [false, false];
      if (!this.isConnected) return;
      if (draw) refresh(['chart', 'rooms', 'checklist']).catch(() => {});
      try {
        const answer = await fetch(FIGURES_URL, { credentials: 'same-origin', cache: 'no-store', headers: { accept: 'application/json' } });
        if (answer.ok) this.#figures(await answer.json());
      } catch {
        // Offline: the snapshot of the reconnect brings them.
      }
    }, FIGURES_EVERY_MS);
  }

  // ---- the sound: off until it is switched on, and then remembered

  #sounding() {
    const button = this.querySelector('[data-feed-sound]');
    button.hidden = false;
    const off = button.textContent;
    const set = (on) => {
      button.setAttribute('aria-pressed', String(on));
      button.textContent = on ? t('scripts-sound-on') : off;
      this.#sound = on ? (this.#sound ?? new AudioContext()) : null;
      this.#sound?.resume();
    };
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      set(on);
      remember(SOUND_KEY, on);
      this.#ring();
    });
    // A browser lets nothing sound before the page was touched: the first touch brings it back.
    if (remembered(SOUND_KEY)) addEventListener('pointerdown', () => set(true), { once: true });
  }

  /** Two short tones, made here: there is no file. */
  #ring() {
    if (this.#sound?.state !== 'running') return;
    const now = this.#sound.currentTime;
    for (const [place, hertz] of [[0, 659], [0.16, 880]]) {
      const tone = new OscillatorNode(this.#sound, { type: 'sine', frequency: hertz });
      const loudness = new GainNode(this.#sound, { gain: 0 });
      loudness.gain.setValueAtTime(0, now + place);
      loudness.gain.linearRampToValueAtTime(0.12, now + place + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0005, now + place + 0.5);
      tone.connect(loudness).connect(this.#sound.destination);
      tone.start(now + place);
      tone.stop(now + place + 0.55);
    }
  }

  get #topic() {
    return `seller:${this.getAttribute('seller-id')}:sales`;
  }

  #pause(button, words) {
    this.#paused = !this.#paused;
    button.setAttribute('aria-pressed', String(this.#paused));
    button.textContent = this.#paused ? t('scripts-feed-on') : words;
    if (!this.#paused) for (const frame of this.#kept.splice(0)) this.#row(frame);
  }

  #figures(snapshot) {
    for (const place of this.querySelectorAll('[data-figure]')) {
      const value = snapshot?.[place.dataset.figure];
      if (typeof value === 'number') place.textContent = String(value);
      else if (value?.currency) place.textContent = money(value);
    }
  }

  #row({ type, time, data }) {
    const text = sentence(type, data);
    if (!text) return;
    const row = document.createElement('li');
    row.className = 'feed__row feed__row--new';
    const when = document.createElement('time');
    when.dateTime = time;
    when.textContent = moment(time);
    const what = document.createElement('span');
    what.textContent = text;
    const amount = document.createElement('span');
    amount.className = 'feed__amount';
    if (data.amount?.currency) amount.textContent = money(data.amount);
    row.append(when, ' ', what, ' ', amount);
    const feed = this.querySelector('[data-feed]');
    feed.prepend(row);
    while (feed.children.length > MOST_ROWS) feed.lastElementChild.remove();
    this.querySelector('[data-feed-none]').hidden = true;
    if (type === 'sale') announce(`${text} ${amount.textContent}`.trim());
  }
});

/** The titles of works that events do not tell, asked for once. */
const titles = new Map();

/** Fills the title of the work that a frame is about into it. */
async function titled(frame) {
  const id = frame.data?.artwork_id;
  if (!id || frame.data.artwork) return frame;
  if (!titles.has(id)) {
    const asked = fetch(`/api/v1/artworks/${id}`, { credentials: 'same-origin', headers: { accept: 'application/json' } });
    titles.set(id, asked.then((answer) => (answer.ok ? answer.json() : null), () => null));
  }
  const work = await titles.get(id);
  return work ? { ...frame, data: { ...frame.data, artwork: { id, title: work.title } } } : frame;
}

function remembered(key) {
  try {
    return localStorage.getItem(key) === 'true';
  } catch {
    return false; // no storage: off, as at first
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, String(value));
  } catch {
    // It holds as long as the page.
  }
}
