/**
 * <hold-countdown until [quiet]>: turns “held until 14:32 UTC” into minutes and seconds on the server's clock. Says aloud when two minutes are left and when one is;
 * the seconds themselves are not read out, and with `quiet` (a hold of somebody else) nothing is. At the end it sends the event `holdended`.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { clock } from '../text.js';
import { t } from '../words.js';

const LATE_S = 120;
const SAID_AT = [[60, 'scripts-one-minute'], [120, 'scripts-two-minutes']];

const shown = new Set();
const running = new Set();
let timer = null;

function tick() {
  for (const countdown of running) countdown.show();
  timer = running.size > 0 ? setTimeout(tick, 1_000 - (live.now() % 1_000)) : null;
}

// What had ended by a wrong clock may have minutes left by the right one.
live.addEventListener('clock', () => {
  for (const countdown of shown) countdown.begin();
});

customElements.define('hold-countdown', class extends HTMLElement {
  static observedAttributes = ['until'];

  #until = 0;
  #left = null;

  connectedCallback() {
    this.setAttribute('role', 'timer');
    this.setAttribute('aria-live', 'off');
    shown.add(this);
    this.begin();
  }

  disconnectedCallback() {
    shown.delete(this);
    running.delete(this);
  }

  begin() {
    running.add(this);
    this.show();
    if (timer === null) tick();
  }

  attributeChangedCallback() {
    this.#until = Date.parse(this.getAttribute('until'));
    this.#left = null;
    if (this.isConnected) this.begin();
  }

  show() {
    if (Number.isNaN(this.#until)) return;
    const left = Math.max(0, Math.ceil((this.#until - live.now()) / 1_000));
    if (left === 0) running.delete(this);
    if (left === this.#left) return;
    const before = this.#left;
    this.#left = left;
    this.textContent = left > 0 ? t('scripts-time-left', { clock: clock(left) }) : t('scripts-time-up');
    this.classList.toggle('countdown--late', left <= LATE_S);
    for (const [at, id] of this.hasAttribute('quiet') ? [] : SAID_AT) {
      if (before !== null && before > at && left <= at && left > at - 5) announce(t(id));
    }
    if (left === 0) this.dispatchEvent(new CustomEvent('holdended', { bubbles: true }));
  }
});
