/**
 * impasto-live.js: the live layer's client. One shared socket a page, whatever listens on it.
 *
 * It speaks protocol 1 of `GET /ws` (described in full at `/api/asyncapi.json`) and needs nothing but a browser and js/live-timing.js: no bundler, no dependency.
 * It does not know any page or component: whoever wants to listen subscribes to a topic and gets frames.
 *
 *     import { live } from '/static/impasto-live.js';
 *
 *     const stop = live.subscribe('artwork:0193…', (frame) => {
 *       switch (frame.type) {
 *         case 'snapshot': draw(frame.data); break;      // the state as a whole; may come again at any time
 *         case 'stock': patch(frame.data); break;        // an event, as the topic's table names it
 *         case 'denied': hide(frame.problem); break;     // the topic is not ours, e.g. '/problems/unauthenticated'
 *       }
 *     });
 *     stop();                                            // the last listener of a topic unsubscribes it
 *
 * What it promises
 * - One connection. Topics asked for in the same turn go out in one `subscribe`.
 * - After a reconnect every topic is resumed with the last position seen (`since`): missed events follow, or a snapshot where too much was missed.
 *   Nothing of a log topic is left out and nothing comes twice on one socket. A snapshot replaces what a listener knows.
 * - A connection that fell silent is noticed: past one and a half heartbeats it is pinged, and left if it does not answer.
 *   A heartbeat that names a position we have not seen, and `lagged`, make it subscribe that topic again.
 * - Reconnects back off with jitter (0.25 to 0.5 s first, doubling to 30 s); a restart of the server (1012) is spread over two seconds,
 *   a scolding for too many frames (4029) waits ten. Coming online again and coming back from the back/forward cache reconnect at once.
 * - Where sockets do not get through (three failures in a row), it long-polls `GET /api/v1/live` with the same frames and tries a socket again
 *   every minute.
 * - `live.stale` says when nothing has been heard for long enough that what is shown may be old; the event `stale` tells of its changes.
 * - `live.now()` is the server's clock in milliseconds, set by `hello` and by whatever carries `server_time`.
 *
 * Sign-in is by cookie. When the server says `auth_expiring`, the client asks `renewUrl` (which renews the cookie) and swaps the socket.
 * Other programs, which have a token of their own, pass `token` and are authenticated in place.
 */

import { Timers, reconnectDelay } from './js/live-timing.js';

/** `WebSocket.CLOSING`: from here on a socket takes nothing more. */
const CLOSING = 2;

export const VERSION = '1.0.0';
export const PROTOCOL = 1;

const FRAME_BUDGET = 12_000;        // bytes of one subscribe; the server takes 16 KiB
const ADDRESS_BUDGET = 6_000;       // characters of one long-poll address
const CLOCK_JUMP_MS = 1_000;          // what counts as another time, and not as the way of a message
const STALE_AFTER_MS = 2_500;
const PONG_WITHIN_MS = 8_000;
const POLL_AFTER_FAILURES = 3;
const SOCKET_AGAIN_MS = 60_000;
const ASK_AGAIN_MS = 2_000;         // and up to twice that, where the server could not answer for a topic
const UNAVAILABLE = '/problems/unavailable';

/** What the client needs of its surroundings; tests bring their own. */
const browser = {
  socket: (url) => new WebSocket(url),
  fetch: (url, options) => fetch(url, options),
  now: () => Date.now(),
  random: () => Math.random(),
  later: (run, ms) => setTimeout(run, ms),
  never: (timer) => clearTimeout(timer),
};

/**
 * A connection to the live layer. Events: `state` (detail: the new state), `stale` (detail: true or false) and `clock` (`now()` has jumped, as this
 * machine's clock was found to be wrong or was set).
 * States: `idle` (nothing asked for yet), `connecting`, `live`, `waiting` (before the next attempt), `polling`, `asleep` (the page is hidden away).
 */
export class ImpastoLive extends EventTarget {
  #options;
  #env;
  #socket = null;
  #state = 'idle';
  #stale = false;
  #topics = new Map();          // topic → { listeners: Set, at: string | null, denied: boolean }
  #asked = new Set();           // topics to subscribe in this turn
  #askedAfresh = new Set();     // of these, those that want a snapshot and not a resumption
  #left = new Set();            // topics to unsubscribe in this turn
  #flushing = false;
  #failures = 0;
  #frameId = 0;
  #heartbeatMs = 25_000;
  #timers;
  #polls = null;                // AbortController of the long polls
  #viewed = null;               // the artwork looked at
  #saidView = false;            // whether this socket was told so
  #visible = true;
  #offsetMs = 0;

  /**
   * @param {object} [options]
   * @param {string} [options.socketUrl] where the socket is; default `/ws` of this site
   * @param {string} [options.pollUrl] its long-poll twin; default `/api/v1/live`
   * @param {string} [options.renewUrl] a page that renews the sign-in cookie; default `/session`
   * @param {() => string | null} [options.token] a JWT or visitor token, for programs that do not sign in by cookie
   * @param {object} [env] replaces parts of the surroundings: socket, fetch, now, random, later, never
   */
  constructor(options = {}, env = {}) {
    super();
    this.#options = { socketUrl: '/ws', pollUrl: '/api/v1/live', renewUrl: '/session', token: null, ...options };
    this.#env = { ...browser, ...env };
    this.#timers = new Timers(this.#env);
  }

  /** The connection's state. */
  get state() {
    return this.#state;
  }

  /** True when every topic that was asked for has been answered on this connection: from here on nothing is missed. */
  get caughtUp() {
    return this.#state === 'live' && [...this.#topics.values()].every((entry) => entry.answered);
  }

  /** True when what is shown may be old: nothing is connected and has not been for some seconds. */
  get stale() {
    return this.#stale;
  }

  /** The server's clock, in milliseconds since 1970. */
  now() {
    return this.#env.now() + this.#offsetMs;
  }

  /** Sets the clock by a `server_time` (RFC 3339) that was true at `localMs` on this machine's clock. */
  setClock(serverTime, localMs = this.#env.now()) {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) return;
    const before = this.#offsetMs;
    this.#offsetMs = server - localMs;
    if (Math.abs(this.#offsetMs - before) > CLOCK_JUMP_MS) this.dispatchEvent(new CustomEvent('clock'));
  }

  /**
   * Listens to a topic. The listener is called with frames `{ topic, type, data, at, time }`: first one of type `snapshot`, then events; or one of type
   * `denied` with the `problem`'s type. Returns a function that ends it.
   */
  subscribe(topic, listener) {
    let entry = this.#topics.get(topic);
    if (entry) {
      this.#askedAfresh.add(topic); // the newcomer needs a snapshot, and a repeated one harms nobody
      entry.denied = false;
    } else {
      entry = { listeners: new Set(), at: null, denied: false, answered: false };
      this.#topics.set(topic, entry);
    }
    entry.listeners.add(listener);
    this.#ask(topic);
    if (this.#state === 'idle') this.#connect();
    return () => this.#leave(topic, listener);
  }

  /** Asks for a fresh snapshot of a topic that is listened to; it comes to all its listeners. */
  askSnapshot(topic) {
    if (!this.#topics.has(topic)) return;
    this.#askedAfresh.add(topic);
    this.#ask(topic);
  }

  /** Says that the visitor is looking at an artwork's page; `null` says that no longer. Counts only while the page is visible. */
  view(artworkId) {
    this.#viewed = artworkId;
    this.#sayView();
    if (artworkId !== null && this.#state === 'idle') this.#connect();
  }

  /** Tells whether the page is in a visible tab. */
  setVisible(visible) {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#sayView();
    if (visible && this.#state === 'waiting') this.#connect();
  }

  /** Closes everything until `wake`: for a page that goes into the back/forward cache. */
  sleep() {
    if (this.#state === 'idle') return;
    this.#drop(1000);
    this.#stopPolling();
    this.#timers.stopAll();
    this.#enter('asleep');
  }

  /** Connects again after `sleep`, or at once instead of after the present delay. */
  wake() {
    if (this.#state === 'asleep' || this.#state === 'waiting') {
      this.#failures = 0;
      this.#connect();
    }
  }

  // ---- the connection

  #connect() {
    this.#timers.stop('connect');
    this.#drop(1000);
    if (this.#state !== 'polling') this.#enter('connecting');
    let socket;
    try {
      socket = this.#env.socket(this.#options.socketUrl);
    } catch {
      this.#lost(0);
      return;
    }
    this.#socket = socket;
    // A socket that neither opens nor fails would wait for minutes.
    this.#timers.start('hello', 15_000, () => this.#abandon(socket));
    socket.onmessage = (message) => {
      if (socket !== this.#socket) return;
      this.#listenForSilence();
      const frame = parse(message.data);
      if (frame) this.#receive(frame);
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      this.#socket = null;
      this.#lost(event.code);
    };
    socket.onerror = () => {}; // a close follows, and says more
  }

  #lost(code) {
    this.#timers.stop('hello');
    this.#timers.stop('silence');
    this.#timers.stop('pong');
    if (this.#state === 'polling') {
      this.#timers.start('connect', SOCKET_AGAIN_MS, () => this.#connect());
      return;
    }
    const delay = reconnectDelay(this.#failures, code, this.#env.random());
    this.#failures += 1;
    if (this.#failures >= POLL_AFTER_FAILURES && this.#topics.size > 0) {
      this.#startPolling();
      this.#timers.start('connect', SOCKET_AGAIN_MS, () => this.#connect());
      return;
    }
    this.#enter('waiting');
    this.#timers.start('connect', delay, () => this.#connect());
  }

  #greeted(frame) {
    this.#timers.stop('hello');
    this.#failures = 0;
    this.#stopPolling();
    if (frame.heartbeat_s > 0) this.#heartbeatMs = frame.heartbeat_s * 1000;
    if (frame.server_time) this.setClock(frame.server_time);
    this.#enter('live');
    this.#authenticate();
    for (const [topic, entry] of this.#topics) {
      entry.denied = false; // another connection may speak for somebody else
      entry.answered = false;
      this.#asked.add(topic);
    }
    this.#left.clear(); // a new socket has nothing to leave
    this.#flush();
    this.#saidView = false;
    this.#sayView();
    this.#listenForSilence();
  }

  #authenticate() {
    const token = this.#options.token?.();
    if (token) this.#send({ op: 'auth', token });
  }

  /** Leaves a socket without waiting for its close handshake, which a dead peer never answers. */
  #abandon(socket) {
    if (socket !== this.#socket) return;
    this.#drop(4000);
    this.#lost(4000);
  }

  #drop(code) {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    try {
      socket.close(code);
    } catch {
      // It was not open yet or is closed already: either way it is gone.
    }
  }

  #send(frame) {
    // A connection that ends is known as such (CLOSING, CLOSED) some time before its close event comes.
    if (this.#state === 'live' && this.#socket && !(this.#socket.readyState >= CLOSING)) this.#socket.send(JSON.stringify(frame));
  }

  #listenForSilence() {
    if (this.#state !== 'live') return;
    const socket = this.#socket;
    this.#timers.stop('pong');
    this.#timers.start('silence', this.#heartbeatMs * 1.5, () => {
      this.#send({ op: 'ping' });
      this.#timers.start('pong', PONG_WITHIN_MS, () => this.#abandon(socket));
    });
  }

  // ---- frames

  #receive(frame) {
    if (frame.op === undefined) {
      this.#event(frame);
      return;
    }
    switch (frame.op) {
      case 'hello':
        this.#greeted(frame);
        break;
      case 'subscribed':
        for (const [topic, news] of Object.entries(frame.topics ?? {})) this.#subscribed(topic, news);
        break;
      case 'error':
        if (frame.topic) this.#refused(frame.topic, frame.type);
        break;
      case 'unsubscribed':
      case 'auth_expiring':
        this.#renew();
        break;
      case 'lagged':
        if (this.#topics.has(frame.topic)) this.#ask(frame.topic);
        break;
      case 'heartbeat':
        for (const [topic, at] of Object.entries(frame.topics ?? {})) {
          const entry = this.#topics.get(topic);
          if (entry && entry.at !== null && entry.at !== at) this.#ask(topic);
        }
        break;
      default: // `authed`, `pong` and whatever a later server adds
        break;
    }
  }

  /** A topic that cannot be had just now is asked for again, spread: everybody was refused at once. Any other refusal stands for this connection. */
  #refused(topic, problem) {
    const entry = this.#topics.get(topic);
    if (!entry) return;
    if (problem === UNAVAILABLE) {
      this.#timers.start(`again ${topic}`, ASK_AGAIN_MS * (1 + this.#env.random()), () => {
        if (this.#state === 'live' && this.#topics.has(topic)) this.#ask(topic);
      });
      return;
    }
    entry.denied = true;
    entry.answered = true;
    this.#deliver(topic, { topic, type: 'denied', problem });
  }

  #subscribed(topic, news) {
    const entry = this.#topics.get(topic);
    if (!entry) return;
    entry.denied = false;
    entry.answered = true;
    if (news.at !== undefined) entry.at = news.at;
    if (news.snapshot !== undefined) {
      if (news.snapshot?.server_time) this.setClock(news.snapshot.server_time);
      this.#deliver(topic, { topic, type: 'snapshot', data: news.snapshot, at: news.at });
    }
  }

  #event(frame) {
    const entry = this.#topics.get(frame.topic);
    if (!entry) return;
    if (frame.at !== undefined) entry.at = frame.at;
    this.#deliver(frame.topic, frame);
  }

  #deliver(topic, frame) {
    for (const listener of [...(this.#topics.get(topic)?.listeners ?? [])]) {
      try {
        listener(frame);
      } catch (error) {
        console.error(`A listener of ${topic} failed`, error); // the others still hear it
      }
    }
  }

  // ---- topics

  #ask(topic) {
    this.#asked.add(topic);
    const entry = this.#topics.get(topic);
    if (entry) entry.answered = false;
    this.#flushSoon();
  }

  /** At the end of this turn: a page that draws twenty works anew asks once, not twenty times. */
  #flushSoon() {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      if (this.#state === 'polling') this.#startPolling();
      else this.#flush();
    });
  }

  #flush() {
    if (this.#state !== 'live') return;
    const left = [...this.#left].filter((topic) => !this.#topics.has(topic));
    this.#left.clear();
    if (left.length > 0) this.#send({ op: 'unsubscribe', topics: left });
    const topics = [...this.#asked].filter((topic) => this.#topics.has(topic));
    this.#asked.clear();
    let frame = { topics: [], since: {} };
    let size = 0;
    for (const topic of topics) {
      const at = this.#askedAfresh.has(topic) ? null : this.#topics.get(topic).at;
      const cost = topic.length * 2 + (at?.length ?? 0) + 16;
      if (size + cost > FRAME_BUDGET) {
        this.#sendSubscribe(frame);
        frame = { topics: [], since: {} };
        size = 0;
      }
      frame.topics.push(topic);
      if (at !== null) frame.since[topic] = at;
      size += cost;
    }
    this.#askedAfresh.clear();
    this.#sendSubscribe(frame);
  }

  #sendSubscribe({ topics, since }) {
    if (topics.length === 0) return;
    const frame = { op: 'subscribe', id: (this.#frameId += 1), topics };
    if (Object.keys(since).length > 0) frame.since = since;
    this.#send(frame);
  }

  #leave(topic, listener) {
    const entry = this.#topics.get(topic);
    if (!entry?.listeners.delete(listener) || entry.listeners.size > 0) return;
    this.#topics.delete(topic);
    this.#left.add(topic);
    this.#flushSoon();
  }

  #sayView() {
    const looking = this.#viewed !== null && this.#visible;
    if (looking) this.#send({ op: 'view', artwork_id: this.#viewed });
    else if (this.#saidView) this.#send({ op: 'unview' });
    this.#saidView = looking && this.#state === 'live';
  }

  async #renew() {
    if (this.#timers.has('renew')) return;
    this.#timers.start('renew', 5_000, () => {}); // at most once in five seconds
    if (this.#options.token) {
      this.#authenticate();
      return;
    }
    try {
      await this.#env.fetch(this.#options.renewUrl, { credentials: 'same-origin', cache: 'no-store' });
    } catch {
      return; // offline: the reconnect to come does the same work
    }
    if (this.#state === 'live') this.#connect();
  }

  // ---- long polling, where sockets do not get through

  #startPolling() {
    this.#stopPolling();
    this.#enter('polling');
    const polls = new AbortController();
    this.#polls = polls;
    for (const topics of this.#pollGroups()) this.#poll(topics, polls);
  }

  #stopPolling() {
    this.#polls?.abort();
    this.#polls = null;
  }

  #pollGroups() {
    const groups = [[]];
    let size = 0;
    for (const [topic, entry] of this.#topics) {
      if (entry.denied) continue; // a refusal comes at once, and would come again and again
      const cost = encodeURIComponent(`${topic}${topic}${entry.at ?? ''}`).length + 12;
      if (size + cost > ADDRESS_BUDGET && groups.at(-1).length > 0) {
        groups.push([]);
        size = 0;
      }
      groups.at(-1).push(topic);
      size += cost;
    }
    return groups.filter((group) => group.length > 0);
  }

  async #poll(topics, polls) {
    let failures = 0;
    while (this.#polls === polls) {
      const asked = topics.filter((topic) => this.#topics.get(topic)?.denied === false);
      if (asked.length === 0) return;
      const since = {};
      for (const topic of asked) {
        const { at } = this.#topics.get(topic);
        if (at !== null) since[topic] = at;
      }
      const query = new URLSearchParams({ topics: asked.join(','), since: JSON.stringify(since) });
      const began = this.#env.now();
      try {
        const answer = await this.#env.fetch(`${this.#options.pollUrl}?${query}`, {
          credentials: 'same-origin', cache: 'no-store', signal: polls.signal, headers: { accept: 'application/json' },
        });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        const body = await answer.json();
        if (this.#polls !== polls) return;
        // The server is back: sockets may be, too. Spread, since everybody else notices as well.
        if (failures > 0) this.#timers.start('connect', this.#env.random() * 2_000, () => this.#connect());
        failures = 0;
        // An answer is news however little is in it: what is shown is old only once polls fail.
        this.#timers.stop('stale');
        this.#setStale(false);
        for (const frame of Array.isArray(body) ? body : body.frames ?? []) {
          if (frame.op !== 'hello') this.#receive(frame);
          else if (frame.server_time) this.setClock(frame.server_time);
        }
        // An answer at once with nothing in it would make this a busy loop.
        if (this.#env.now() - began < 200) await this.#pause(1_000);
      } catch {
        if (this.#polls !== polls) return;
        failures += 1;
        this.#setStale(true);
        await this.#pause(reconnectDelay(failures, 0, this.#env.random()));
      }
    }
  }

  #pause(ms) {
    return new Promise((resolve) => this.#env.later(resolve, ms));
  }

  // ---- state and timers

  #enter(state) {
    if (state === 'live') {
      this.#timers.stop('stale');
      this.#setStale(false);
    } else if (state === 'connecting' || state === 'waiting') {
      if (!this.#stale && !this.#timers.has('stale')) this.#timers.start('stale', STALE_AFTER_MS, () => this.#setStale(true));
    } else if (state === 'asleep') {
      this.#timers.stop('stale');
    }
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }

  #setStale(stale) {
    if (stale === this.#stale) return;
    this.#stale = stale;
    this.dispatchEvent(new CustomEvent('stale', { detail: stale }));
  }
}

function parse(text) {
  try {
    const frame = JSON.parse(text);
    return frame !== null && typeof frame === 'object' ? frame : null;
  } catch {
    return null; // not ours
  }
}

/** The page's own connection. It connects when the first topic is asked for. */
export const live = new ImpastoLive(typeof location === 'undefined' ? {} : { socketUrl: `${location.origin.replace(/^http/, 'ws')}/ws` });

if (typeof document !== 'undefined') {
  const made = document.querySelector('meta[name="impasto-server-time"]')?.content;
  const [navigation] = performance.getEntriesByType('navigation');
  // The page was made shortly before its first byte came; `hello` says it better as soon as it is there. Reckoned back from now, as the clock may have
  // been set since the page began.
  if (made) live.setClock(made, Date.now() - (performance.now() - (navigation?.responseStart ?? 0)));
  live.setVisible(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', () => live.setVisible(document.visibilityState === 'visible'));
  addEventListener('online', () => live.wake());
  addEventListener('pagehide', () => live.sleep());
  addEventListener('pageshow', (event) => {
    if (event.persisted) live.wake();
  });
}
