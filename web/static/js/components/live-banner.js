/**
 * <live-banner>: says in one polite line that live updates have stopped, as long as they have, or that they come by the detour of long polls where a
 * network lets no sockets through. Drawn by the server as an empty live region.
 */
import { live } from '../../impasto-live.js';

const STALE = 'Live updates paused, reconnecting…';
const POLLING = 'This network blocks live connections: updates come by a detour and may be a moment late.';

customElements.define('live-banner', class extends HTMLElement {
  #show = () => {
    const words = live.stale ? STALE : live.state === 'polling' ? POLLING : '';
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
