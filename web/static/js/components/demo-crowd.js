/**
 * <demo-crowd artist admin password>: around the page that shows the demo live. Sends the crowd, lets the server draw its edition, and listens in three places at once:
 * as a visitor, as the demo's artist and as its admin, whose password is public.
 */
import { ImpastoLive, live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { refresh } from '../region.js';
import { money } from '../text.js';
import { t } from '../words.js';
import { sentence } from './sales-feed.js';

const ASK_EVERY_MS = 400;
const MOST_ROWS = 60;
/** The stages of which something is said. */
const STAGES = ['gathering', 'buying', 'checking'];

customElements.define('demo-crowd', class extends HTMLElement {
  #ends = [];
  #counts = {};
  #paid = new Set();
  #orders = new Set();

  connectedCallback() {
    const form = this.querySelector('form');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(form.action);
    });
    const rooms = this.querySelector('#demo-rooms');
    if (rooms.dataset.rush && !['done', 'failed'].includes(rooms.dataset.stage)) this.#watch();
  }

  disconnectedCallback() {
    this.#leave();
  }

  async #send(url) {
    const button = this.querySelector('[data-send]');
    button.disabled = true;
    this.#say(t('scripts-crowd-hanging'));
    try {
      const answer = await fetch(url, { method: 'POST', credentials: 'same-origin', headers: { accept: 'application/json' } });
      if (!answer.ok) {
        const problem = await answer.json();
        this.#say(problem.detail ?? problem.told ?? problem.title);
        button.disabled = false;
        return;
      }
      await refresh(['demo-rooms', 'demo-verdict']);
      await this.#watch();
    } catch {
      this.#say(t('scripts-crowd-away'));
    }
    button.disabled = false;
  }

  /** Follows the crowd to its end. */
  async #watch() {
    this.#leave();
    this.#counts = {};
    this.#paid.clear();
    this.#orders.clear();
    const { seller, edition } = this.querySelector('#demo-rooms').dataset;
    await Promise.all([
      this.#listen(this.getAttribute('artist'), `seller:${seller}:sales`, ({ type, data, time }) => {
        if (data?.edition_id !== edition) return;
        this.#count(type);
        const text = sentence(type, data);
        if (text) this.#row('studio', time, text, data.amount?.currency ? money(data.amount) : '');
      }),
      this.#listen(this.getAttribute('admin'), 'orders', ({ type, data, time }) => {
        const order = data?.order ?? data;
        if (type === 'order' && order) this.#order(order, time);
      }),
    ]);
    let stage = '';
    while (this.isConnected) {
      const answer = await fetch('/demo/crowd', { cache: 'no-store', headers: { accept: 'application/json' } });
      if (!answer.ok) break;
      const rush = await answer.json();
      if (rush.stage !== stage) {
        stage = rush.stage;
        this.#say(STAGES.includes(stage) ? t(`scripts-crowd-${stage}`) : '');
      }
      if (stage === 'done' || stage === 'failed') break;
      await new Promise((resolve) => { setTimeout(resolve, ASK_EVERY_MS); });
    }
    await refresh(['demo-verdict']);
    announce(this.querySelector('#demo-verdict')?.textContent.trim() ?? '');
  }

  /** Signs in as a demo account and listens to one topic, on a socket of its own. */
  async #listen(email, topic, hear) {
    const answer = await fetch('/api/v1/auth/login', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ email, password: this.getAttribute('password') }),
    });
    if (!answer.ok) {
      this.#say(t('scripts-crowd-still', { email }));
      return;
    }
    const { access_token: token } = await answer.json();
    const ear = new ImpastoLive({ token: () => token });
    this.#ends.push(ear.subscribe(topic, hear));
  }

  #leave() {
    for (const end of this.#ends.splice(0)) end();
  }

  #count(name) {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
    const place = this.querySelector(`[data-count="${name}"]`);
    if (place) place.textContent = String(this.#counts[name]);
  }

  #order(order, time) {
    const id = order.id ?? order.order_id;
    if (!this.#orders.has(id)) {
      this.#orders.add(id);
      this.#count('order');
    }
    if (order.payment_status === 'paid' && !this.#paid.has(id)) {
      this.#paid.add(id);
      this.#count('paid');
      const total = order.totals?.total ?? order.total;
      this.#row('console', time, t('scripts-order-moved', { number: order.number, words: t('scripts-payment-paid') }), total?.currency ? money(total) : '');
    }
  }

  #row(room, time, text, amount) {
    const feed = this.querySelector(`[data-room="${room}"]`);
    const row = document.createElement('li');
    row.className = 'feed__row feed__row--new';
    const what = document.createElement('span');
    what.textContent = text;
    const sum = document.createElement('span');
    sum.className = 'feed__amount';
    sum.textContent = amount;
    row.append(what, ' ', sum);
    row.title = time ?? '';
    feed.prepend(row);
    while (feed.children.length > MOST_ROWS) feed.lastElementChild.remove();
  }

  #say(text) {
    this.querySelector('[data-answer]').textContent = text;
  }
});

/** <copy-squares artwork-id edition-id free held sold>: a square for each copy, by their counts. */
customElements.define('copy-squares', class extends HTMLElement {
  #stop = null;

  connectedCallback() {
    const of = (name) => Number(this.getAttribute(name));
    this.#draw({ available: of('free'), held: of('held'), sold: of('sold') });
    this.#stop = live.subscribe(`artwork:${this.getAttribute('artwork-id')}`, ({ type, data }) => {
      const edition = this.getAttribute('edition-id');
      if (type === 'snapshot' && data?.editions?.[edition]) this.#draw(data.editions[edition]);
      else if (type === 'stock' && data?.edition_id === edition) this.#draw(data);
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
  }

  #draw({ available, held, sold }) {
    const states = [...Array(sold).fill('sold'), ...Array(held).fill('held'), ...Array(available).fill('free')];
    while (this.children.length > states.length) this.lastElementChild.remove();
    while (this.children.length < states.length) this.append(document.createElement('span'));
    states.forEach((state, place) => { this.children[place].className = `square square--${state}`; });
    this.setAttribute('aria-label', t('scripts-squares', { sold, held, free: available }));
  }
});
