/**
 * <studio-checklist id>: what a new seller does first. Its ticks follow what is done in other windows, and an admin's word: it asks again while it is
 * looked at, until nothing is left.
 */
import { refresh } from '../region.js';

const EVERY_MS = 15_000;

customElements.define('studio-checklist', class extends HTMLElement {
  #timer = null;

  connectedCallback() {
    document.addEventListener('visibilitychange', this.#look);
    this.#timer = setInterval(this.#look, EVERY_MS);
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.#look);
    clearInterval(this.#timer);
  }

  #look = () => {
    if (document.hidden || !this.firstElementChild) return;
    refresh([this.id]).catch(() => {}); // offline: the next look will tell
  };
});
