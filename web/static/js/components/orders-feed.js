/**
 * <orders-feed>: the console's orders. Statuses follow the topic `orders`; a new order comes in on top.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { moment, money } from '../text.js';

const STATUSES = ['status', 'payment_status', 'fulfilment_status'];
const MOST_ROWS = 100;

customElements.define('orders-feed', class extends HTMLElement {
  #stop = null;

  connectedCallback() {
    this.#stop = live.subscribe('orders', ({ type, data, time }) => {
      if (type === 'snapshot') for (const order of [...(data?.items ?? data?.orders ?? [])].reverse()) this.#take(order, order.placed_at);
      else if (type === 'order') this.#take(data?.order ?? data, time);
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
  }

  #take(order, time) {
    const id = order?.id ?? order?.order_id;
    if (!id) return;
    const row = this.querySelector(`[data-order="${CSS.escape(id)}"]`) ?? this.#add(id, order, time);
    for (const name of STATUSES) if (order[name]) this.#status(row, name, order[name]);
  }

  #status(row, name, word) {
    const tag = row.querySelector(`[data-cell="${name}"] .tag`);
    const text = word.replaceAll('_', ' ');
    if (tag.textContent === text) return;
    tag.textContent = text;
    tag.className = `tag tag--${word} is-changed`;
  }

  #add(id, order, time) {
    const row = document.createElement('tr');
    row.dataset.order = id;
    const head = document.createElement('th');
    head.scope = 'row';
    const link = document.createElement('a');
    link.href = `/orders/${id}`;
    link.textContent = order.number ?? id;
    head.append(link);
    const when = document.createElement('time');
    when.dateTime = order.placed_at ?? time;
    when.textContent = moment(when.dateTime);
    const total = order.totals?.total ?? order.total;
    row.append(
      head,
      cell(null, when),
      cell('email', order.email ?? ''),
      ...STATUSES.map((name) => cell(name, tagElement())),
      cell('total', total?.currency ? money(total) : '', 'num'),
    );
    const body = this.querySelector('[data-orders]');
    body.prepend(row);
    while (body.children.length > MOST_ROWS) body.lastElementChild.remove();
    this.querySelector('[data-none]').hidden = true;
    announce(`Order ${order.number ?? ''} ${total?.currency ? money(total) : ''}`.trim());
    return row;
  }
});

function cell(name, content, className = '') {
  const element = document.createElement('td');
  if (name) element.dataset.cell = name;
  if (className) element.className = className;
  element.append(content);
  return element;
}

function tagElement() {
  const tag = document.createElement('span');
  tag.className = 'tag';
  return tag;
}
