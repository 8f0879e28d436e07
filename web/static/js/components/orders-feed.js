/**
 * <orders-feed id refresh="ids">: the console's orders. Draws its lane, the counts of all lanes and the navigation anew when an order changes: at once, and
 * then at most once in a while, however many orders move.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { refresh } from '../region.js';
import { t } from '../words.js';

const FIRST_MS = 150;
const PAUSE_MS = 1_000;

customElements.define('orders-feed', class extends HTMLElement {
  #stop = null;
  #timer = null;
  #drawn = 0;

  connectedCallback() {
    this.#stop = live.subscribe('orders', ({ type, data }) => {
      if (type !== 'order') return;
      const order = data?.order ?? data;
      if (order?.number) this.#told(order);
      const pause = Math.max(FIRST_MS, this.#drawn + PAUSE_MS - Date.now());
      this.#timer ??= setTimeout(() => this.#draw(), pause);
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  #draw() {
    this.#timer = null;
    this.#drawn = Date.now();
    refresh((this.getAttribute('refresh') ?? this.id).split(' ')).catch(() => {});
  }

  /** A row that is shown says aloud what has become of it. */
  #told(order) {
    const row = this.querySelector(`[data-order="${CSS.escape(order.id ?? order.order_id ?? '')}"]`);
    if (!row) return;
    const { number, payment_status: payment, fulfilment_status: fulfilment } = order;
    const words = [payment && t(`scripts-payment-${payment}`), fulfilment && t(`scripts-fulfilment-${fulfilment}`)];
    announce(t('scripts-order-moved', { number, words: words.filter(Boolean).join(', ') }));
  }
});
