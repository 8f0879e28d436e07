/**
 * <health-board id>: the node's figures, drawn anew every two seconds while somebody looks.
 */
import { refresh } from '../region.js';

const EVERY_MS = 2_000;

customElements.define('health-board', class extends HTMLElement {
  #timer = null;

  connectedCallback() {
    this.#timer = setInterval(() => {
      if (!document.hidden) refresh([this.id]).catch(() => {}); // away: the next look will tell
    }, EVERY_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
});
