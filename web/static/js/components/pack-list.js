/**
 * <pack-list id seller-id>: the orders to pack. Draws itself anew when something was sold.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { refresh } from '../region.js';
import { t } from '../words.js';

const SETTLE_MS = 500;

customElements.define('pack-list', class extends HTMLElement {
  #stop = null;
  #timer = null;

  connectedCallback() {
    this.#stop = live.subscribe(`seller:${this.getAttribute('seller-id')}:sales`, ({ type, data }) => {
      if (type !== 'sale') return;
      announce(t('scripts-to-pack', { number: data?.order_number }));
      clearTimeout(this.#timer);
      // Several lines of one order come one after the other.
      this.#timer = setTimeout(() => refresh([this.id, 'rooms']).catch(() => {}), SETTLE_MS);
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
    clearTimeout(this.#timer);
  }
});
