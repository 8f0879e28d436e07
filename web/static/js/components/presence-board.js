/**
 * <presence-board id>: who is connected, drawn anew when that changes; at most once a second.
 */
import { live } from '../../impasto-live.js';
import { refresh } from '../region.js';

const PAUSE_MS = 1_000;

customElements.define('presence-board', class extends HTMLElement {
  #stop = null;
  #timer = null;

  connectedCallback() {
    this.#stop ??= live.subscribe('presence', () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        if (!document.hidden) refresh([this.id]).catch(() => {}); // away: the next change will tell
      }, PAUSE_MS);
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
    clearTimeout(this.#timer);
    this.#timer = null;
  }
});
