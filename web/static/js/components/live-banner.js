/**
 * <live-banner>: says in one polite line that live updates have stopped, as long as they have, or that they come by the detour of long polls where a
 * network lets no sockets through. Drawn by the server as an empty live region.
 */
import { live } from '../../impasto-live.js';
import { t } from '../words.js';

customElements.define('live-banner', class extends HTMLElement {
  #show = () => {
    const words = live.stale ? t('scripts-paused') : live.state === 'polling' ? t('scripts-detour') : '';
    // The same words set again would be read out again.
    if (this.textContent !== words) this.textContent = words;
  };

  connectedCallback() {
    live.addEventListener('stale', this.#show);
    live.addEventListener('state', this.#show);
    this.#show();
  }

  disconnectedCallback() {
    live.removeEventListener('stale', this.#show);
    live.removeEventListener('state', this.#show);
  }
});
