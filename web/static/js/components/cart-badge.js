/**
 * <cart-badge count [listen]>: the number beside “Cart”. With `listen` it follows the owner's cart.
 */
import { live } from '../../impasto-live.js';

customElements.define('cart-badge', class extends HTMLElement {
  #stop = null;

  connectedCallback() {
    if (!this.hasAttribute('listen')) return;
    this.#stop = live.subscribe('cart', ({ type, data }) => {
      if ((type === 'snapshot' || type === 'cart') && Array.isArray(data?.lines)) this.#show(data.lines.length);
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
  }

  #show(count) {
    this.setAttribute('count', count);
    this.textContent = count > 0 ? `(${count})` : '';
  }
});
