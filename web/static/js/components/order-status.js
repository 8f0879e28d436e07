/**
 * <order-status id="order" order-id state>: an order's page. Draws itself anew from the server when anything about the order changed.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { dropNotice, refresh } from '../region.js';

/** The key that tells one state from another; src/pages/views/order.rs makes the same. */
export function stateKey(order) {
  const ready = (order.documents ?? []).filter((document) => document.ready).length;
  const parcels = (order.seller_orders ?? []).flatMap((part) => part.shipments ?? []);
  const happened = parcels.reduce((sum, parcel) => sum + (parcel.events ?? []).length, 0);
  const steps = { announced: 1, received: 2, refunded: 3, refused: 3 };
  const returned = (order.returns ?? []).reduce((sum, back) => sum + (steps[back.status] ?? 0), 0);
  return `${order.status} ${order.payment_status} ${order.fulfilment_status} ${ready} ${happened + returned}`;
}

customElements.define('order-status', class extends HTMLElement {
  #stop = null;

  connectedCallback() {
    this.#confirm();
    this.#stop = live.subscribe(`order:${this.getAttribute('order-id')}`, ({ type, data }) => {
      if (type === 'denied') return;
      if (type === 'snapshot' && (!data?.status || stateKey(data) === this.getAttribute('state'))) return;
      this.#draw();
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
  }

  /** Has the provider asked, once, for somebody who has just come back from there. */
  async #confirm() {
    const payment = this.getAttribute('confirming');
    if (!payment) return;
    try {
      await fetch(`/api/v1/orders/${this.getAttribute('order-id')}/payments/${payment}/confirm`, { method: 'POST', credentials: 'same-origin' });
    } catch {
      // Offline: the button asks again, and the topic tells in any case.
    }
  }

  async #draw() {
    const headline = () => this.querySelector('[data-headline]')?.textContent;
    const before = headline();
    try {
      await refresh([this.id]);
    } catch {
      return; // offline: the banner says so, and the reconnect brings a snapshot or the missed events
    }
    if (headline() === before) return;
    dropNotice();
    announce(headline());
  }
});
