/**
 * <artwork-watch artwork-id>: around an artwork's page. Tells the server that the visitor looks at it (while the tab is visible), shows how many others do,
 * and follows prices and the work's status.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { refresh } from '../region.js';
import { money } from '../text.js';
import { t } from '../words.js';

customElements.define('artwork-watch', class extends HTMLElement {
  #stop = null;
  #status = null;

  connectedCallback() {
    const id = this.getAttribute('artwork-id');
    live.view(id);
    this.#stop = live.subscribe(`artwork:${id}`, (frame) => this.#hear(frame));
  }

  disconnectedCallback() {
    live.view(null);
    this.#stop?.();
    this.#stop = null;
  }

  #hear({ type, data }) {
    if (type === 'snapshot') {
      this.#viewers(data?.viewers);
      this.#statusIs(data?.status);
    } else if (type === 'viewers') this.#viewers(data?.count);
    else if (type === 'status') this.#statusIs(data?.status);
    else if (type === 'price') this.#price(data);
  }

  #viewers(count) {
    const place = this.querySelector('live-viewers');
    if (!place || typeof count !== 'number') return;
    const others = count - 1; // the one who reads this is counted too
    place.textContent = others > 0 ? t('scripts-others-looking', { count: others }) : '';
  }

  #statusIs(status) {
    if (status && this.#status && status !== this.#status) refresh(['work-panel']);
    this.#status = status ?? this.#status;
  }

  #price(data) {
    const edition = this.querySelector(`[data-edition="${CSS.escape(data?.edition_id ?? '')}"]`);
    if (!edition || !data.price) return;
    const price = money(data.price);
    edition.querySelector('.edition__price').textContent = price;
    announce(t('scripts-price-now', { edition: edition.querySelector('.edition__label').textContent, price }));
  }
});
