/**
 * <live-banner>: says in one polite line that live updates have stopped, as long as they have. Drawn by the server as an empty live region.
 */
import { live } from '../../impasto-live.js';

const WORDS = 'Live updates paused, reconnecting…';

customElements.define('live-banner', class extends HTMLElement {
  #show = () => {
    this.textContent = live.stale ? WORDS : '';
  };

  connectedCallback() {
    live.addEventListener('stale', this.#show);
    this.#show();
  }

  disconnectedCallback() {
    live.removeEventListener('stale', this.#show);
  }
});
