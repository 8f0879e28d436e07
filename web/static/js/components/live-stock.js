/**
 * <live-stock artwork-id editions="id:kind:available:held:sold:total:version …">: the dot and the words of one edition or, with several, of a whole
 * artwork. The server draws it; this keeps it true. A change is told to whatever stands around it by the event `stockchange`.
 */
import { live } from '../../impasto-live.js';
import { summed, unpack, updated, worded } from '../stock-words.js';

customElements.define('live-stock', class extends HTMLElement {
  #editions = [];
  #stop = null;

  connectedCallback() {
    this.#editions = (this.getAttribute('editions') ?? '').split(' ').filter(Boolean).map(unpack);
    this.#stop = live.subscribe(`artwork:${this.getAttribute('artwork-id')}`, (frame) => this.#hear(frame));
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
  }

  #hear(frame) {
    if (frame.type === 'snapshot') this.#take(frame.data?.editions ?? {});
    else if (frame.type === 'stock') this.#take({ [frame.data?.edition_id]: frame.data });
  }

  #take(stocks) {
    const before = this.#words();
    let changed = false;
    this.#editions = this.#editions.map((edition) => {
      const next = updated(edition, stocks[edition.id]);
      if (!next) return edition;
      changed = true;
      return next;
    });
    if (!changed) return;
    const after = this.#words();
    if (after.text !== before.text || after.state !== before.state) this.#draw(after);
    this.dispatchEvent(new CustomEvent('stockchange', { bubbles: true, detail: { editions: this.#editions, before, after } }));
  }

  #words() {
    return this.#editions.length === 1 ? worded(this.#editions[0]) : summed(this.#editions);
  }

  #draw({ state, text }) {
    this.className = `stock stock--${state}`;
    this.querySelector('.dot').className = `dot dot--${state}`;
    this.querySelector('.stock__words').textContent = text;
    void this.offsetWidth; // lets the animation begin anew
    this.classList.add('stock--changed');
  }
});
