/**
 * <live-cart id="cart" version [listen]>: the cart's page. Draws itself anew from the server when the cart changed elsewhere or a hold ran out.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { dropNotice, refresh } from '../region.js';
import { t } from '../words.js';

const AFTER_THE_END_MS = 1_500;
const LONGEST_WAIT_MS = 30_000;

customElements.define('live-cart', class extends HTMLElement {
  #stop = null;
  #wait = AFTER_THE_END_MS;

  connectedCallback() {
    this.addEventListener('holdended', this.#ended);
    if (this.hasAttribute('listen')) this.#stop = live.subscribe('cart', (frame) => this.#hear(frame));
  }

  disconnectedCallback() {
    this.removeEventListener('holdended', this.#ended);
    this.#stop?.();
    this.#stop = null;
  }

  #hear({ type, data }) {
    if (type === 'snapshot' || type === 'cart') {
      this.#wait = AFTER_THE_END_MS;
      if (data?.version !== undefined && String(data.version) !== this.getAttribute('version')) this.#draw();
    } else if (type === 'lapsing') {
      announce(t('scripts-lapsing'));
    } else if (type === 'lapsed') {
      announce(t('scripts-lapsed'));
      this.#draw();
    }
  }

  // The server releases a hold shortly after its deadline; its word decides, this only asks for it, less and less often.
  #ended = () => {
    setTimeout(() => this.#draw(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
  };

  #draw() {
    refresh([this.id, 'hold-keeper']).then(dropNotice, () => {}); // offline: the banner says so, and the next news tries again
  }
});
