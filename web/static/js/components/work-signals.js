/**
 * <work-signals seller-id>: around works in the studio. How many look at each of them now, and on how many wishlists it is, as it changes.
 */
import { live } from '../../impasto-live.js';
import { t } from '../words.js';

customElements.define('work-signals', class extends HTMLElement {
  #stops = [];

  connectedCallback() {
    for (const place of this.querySelectorAll('[data-work]')) {
      const id = place.dataset.work;
      this.#stops.push(live.subscribe(`artwork:${id}`, ({ type, data }) => {
        const count = type === 'viewers' ? data?.count : type === 'snapshot' ? data?.viewers : null;
        if (typeof count === 'number') place.querySelector('[data-viewers]').textContent = count > 0 ? t('scripts-looking-now', { count }) : '';
      }));
    }
    this.#stops.push(live.subscribe(`seller:${this.getAttribute('seller-id')}:sales`, ({ type, data }) => {
      if (type !== 'wishlist') return;
      const place = this.querySelector(`[data-work="${CSS.escape(data?.artwork_id ?? '')}"] [data-wishes]`);
      if (place) place.textContent = data.wishlisted > 0 ? t('scripts-on-wishlists', { count: data.wishlisted }) : '';
    }));
  }

  disconnectedCallback() {
    for (const stop of this.#stops.splice(0)) stop();
  }
});
