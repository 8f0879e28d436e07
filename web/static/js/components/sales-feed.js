/**
 * <sales-feed seller-id>: the studio's news as they happen, above those the server drew; can be paused. Figures of the day are the server's sums, asked for
 * when news have come: not by a new snapshot of the topic, which would stand for the news that are on their way.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { copy, counted, moment, money } from '../text.js';

const MOST_ROWS = 50;
const FIGURES_EVERY_MS = 2_000;
const FIGURES_URL = '/api/v1/studio/summary';

/** The sentence of an event; null for kinds that have none here. `titleOf` finds the title of a work by its id where the event does not tell it. */
export function sentence(type, data, titleOf = () => null) {
  const title = data?.artwork?.title ?? titleOf(data?.artwork_id) ?? 'a work';
  const labels = (data?.copies ?? []).map((one) => (typeof one === 'string' ? one : one?.label)).filter(Boolean).map(copy);
  const which = labels.length > 0 ? `, ${labels.join(', ')}` : data?.quantity > 1 ? `, ${counted(data.quantity, 'copy', 'copies')}` : '';
  switch (type) {
    case 'sale': return `Sold: ${title}${which}`;
    case 'hold': return `Put on hold: ${title}${which}`;
    case 'wishlist': return `Wished for: ${title}`;
    case 'review': return `Reviewed: ${title}`;
    default: return null;
  }
}

customElements.define('sales-feed', class extends HTMLElement {
  #stop = null;
  #paused = false;
  #kept = [];
  #asking = false;

  connectedCallback() {
    const pause = this.querySelector('[data-feed-pause]');
    pause.hidden = false;
    pause.addEventListener('click', () => this.#pause(pause));
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
    this.#askFigures();
    if (this.#paused) this.#kept.push(frame);
    else this.#row(frame);
  }

  /** News only say that the figures have moved. */
  #askFigures() {
    if (this.#asking) return;
    this.#asking = true;
    setTimeout(async () => {
      this.#asking = false;
      if (!this.isConnected) return;
      try {
        const answer = await fetch(FIGURES_URL, { credentials: 'same-origin', cache: 'no-store', headers: { accept: 'application/json' } });
        if (answer.ok) this.#figures(await answer.json());
      } catch {
        // Offline: the snapshot of the reconnect brings them.
      }
    }, FIGURES_EVERY_MS);
  }

  get #topic() {
    return `seller:${this.getAttribute('seller-id')}:sales`;
  }

  #pause(button) {
    this.#paused = !this.#paused;
    button.setAttribute('aria-pressed', String(this.#paused));
    button.textContent = this.#paused ? 'Go on' : 'Pause the feed';
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
    const text = sentence(type, data, titleOnPage);
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

/** The title under which the list of works on this page shows a work. */
function titleOnPage(id) {
  return document.querySelector(`.works live-stock[artwork-id="${CSS.escape(id ?? '')}"]`)?.closest('.line')?.querySelector('cite')?.textContent ?? null;
}
