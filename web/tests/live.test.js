// The live client against a socket that is played by the test. Run: node --test web/tests/
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ImpastoLive } from '../static/impasto-live.js';
import { reconnectDelay } from '../static/js/live-timing.js';

/** A stage: sockets, time and timers in the test's hands. */
function stage(options = {}) {
  const sockets = [];
  const timers = [];
  const fetched = [];
  const set = {
    sockets, timers, fetched, time: 1_000_000, answers: [], refuseSockets: false,
    get socket() { return sockets.at(-1); },
    /** Lets time pass and runs the timers that fall due, in order. */
    pass(ms) {
      const end = set.time + ms;
      for (;;) {
        timers.sort((a, b) => a.at - b.at);
        if (!timers.length || timers[0].at > end) break;
        const timer = timers.shift();
        set.time = Math.max(set.time, timer.at);
        timer.run();
      }
      set.time = end;
    },
  };
  set.live = new ImpastoLive(options, {
    socket: (url) => {
      if (set.refuseSockets) throw new Error('no sockets here');
      const socket = { url, sent: [], closed: null, send(text) { this.sent.push(JSON.parse(text)); }, close(code) { this.closed = code; } };
      sockets.push(socket);
      return socket;
    },
    fetch: (url, request) => {
      fetched.push({ url, request });
      const answer = set.answers.shift();
      return answer ? Promise.resolve(answer) : new Promise(() => {});
    },
    now: () => set.time,
    random: () => 0.5,
    later: (run, ms) => { const timer = { run, at: set.time + ms }; timers.push(timer); return timer; },
    never: (timer) => { const index = timers.indexOf(timer); if (index >= 0) timers.splice(index, 1); },
  });
  return set;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const say = (set, frame) => set.socket.onmessage({ data: JSON.stringify(frame) });
const greet = async (set, more = {}) => {
  say(set, { op: 'hello', connection_id: 'c', server_time: '2026-11-23T14:00:00.000Z', heartbeat_s: 25, ...more });
  await settle();
};
const hang = (set, code) => set.socket.onclose({ code });

test('nothing is connected before something is asked for', () => {
  const set = stage();
  assert.equal(set.sockets.length, 0);
  assert.equal(set.live.state, 'idle');
});

test('topics asked for in one turn go out in one subscribe, once', async () => {
  const set = stage();
  set.live.subscribe('artwork:1', () => {});
  set.live.subscribe('artwork:2', () => {});
  set.live.subscribe('artwork:1', () => {});
  await settle();
  assert.equal(set.sockets.length, 1);
  await greet(set);
  assert.deepEqual(set.socket.sent, [{ op: 'subscribe', id: 1, topics: ['artwork:1', 'artwork:2'] }]);
});

test('a listener gets the snapshot, then events, until it stops', async () => {
  const set = stage();
  const heard = [];
  const stop = set.live.subscribe('artwork:1', (frame) => heard.push([frame.type, frame.data]));
  await greet(set);
  say(set, { op: 'subscribed', id: 1, topics: { 'artwork:1': { at: 'p1', snapshot: { status: 'published' } } } });
  say(set, { topic: 'artwork:1', at: 'p2', type: 'stock', time: 't', data: { available: 1 } });
  stop();
  await settle();
  say(set, { topic: 'artwork:1', at: 'p3', type: 'stock', time: 't', data: { available: 0 } });
  assert.deepEqual(heard, [['snapshot', { status: 'published' }], ['stock', { available: 1 }]]);
  assert.deepEqual(set.socket.sent.at(-1), { op: 'unsubscribe', topics: ['artwork:1'] });
});

test('it has caught up once every topic is answered, and not before that after a reconnect', async () => {
  const set = stage();
  set.live.subscribe('artwork:1', () => {});
  set.live.subscribe('orders', () => {});
  await greet(set);
  assert.equal(set.live.caughtUp, false);
  say(set, { op: 'subscribed', id: 1, topics: { 'artwork:1': { at: 'p1', snapshot: {} } } });
  assert.equal(set.live.caughtUp, false);
  say(set, { op: 'error', topic: 'orders', type: '/problems/forbidden' });
  assert.equal(set.live.caughtUp, true);
  hang(set, 1006);
  assert.equal(set.live.caughtUp, false);
  set.pass(60_000);
  await greet(set);
  assert.equal(set.live.caughtUp, false);
});

test('topics left in one turn go out in one unsubscribe, and one that is taken up again is not left', async () => {
  const set = stage();
  const stops = ['a', 'b', 'c'].map((topic) => set.live.subscribe(topic, () => {}));
  await greet(set);
  for (const stop of stops) stop();
  set.live.subscribe('b', () => {});
  await settle();
  assert.deepEqual(set.socket.sent.slice(1), [
    { op: 'unsubscribe', topics: ['a', 'c'] },
    { op: 'subscribe', id: 2, topics: ['b'] },
  ]);
});

test('after a reconnect every topic resumes from the last position heard', async () => {
  const set = stage();
  set.live.subscribe('order:1', () => {});
  set.live.subscribe('orders', () => {});
  await greet(set);
  say(set, { op: 'subscribed', id: 1, topics: { 'order:1': { at: 'p1', snapshot: {} } } });
  say(set, { topic: 'order:1', at: 'p2', type: 'status', data: {} });
  hang(set, 1006);
  assert.equal(set.live.state, 'waiting');
  set.pass(1_000);
  assert.equal(set.sockets.length, 2);
  await greet(set);
  assert.deepEqual(set.socket.sent, [{ op: 'subscribe', id: 2, topics: ['order:1', 'orders'], since: { 'order:1': 'p2' } }]);
});

test('a newcomer on a known topic gets a snapshot of its own', async () => {
  const set = stage();
  set.live.subscribe('cart', () => {});
  await greet(set);
  say(set, { op: 'subscribed', id: 1, topics: { cart: { at: 'p1', snapshot: {} } } });
  const heard = [];
  set.live.subscribe('cart', ({ type }) => heard.push(type));
  await settle();
  assert.deepEqual(set.socket.sent.at(-1), { op: 'subscribe', id: 2, topics: ['cart'] });
  say(set, { op: 'subscribed', id: 2, topics: { cart: { at: 'p1', snapshot: {} } } });
  assert.deepEqual(heard, ['snapshot']);
});

test('many topics are split so that no frame is too large', async () => {
  const set = stage();
  for (let index = 0; index < 290; index += 1) set.live.subscribe(`artwork:${String(index).padStart(36, '0')}`, () => {});
  await greet(set);
  const frames = set.socket.sent;
  assert.ok(frames.length > 1);
  for (const frame of frames) assert.ok(JSON.stringify(frame).length < 16_384);
  assert.equal(frames.flatMap((frame) => frame.topics).length, 290);
});

test('lagging and a heartbeat with an unknown position subscribe again with since', async () => {
  const set = stage();
  set.live.subscribe('orders', () => {});
  await greet(set);
  say(set, { op: 'subscribed', id: 1, topics: { orders: { at: 'p1', snapshot: {} } } });
  say(set, { op: 'heartbeat', topics: { orders: 'p1', other: 'p9' } });
  await settle();
  assert.equal(set.socket.sent.length, 1);
  say(set, { op: 'heartbeat', topics: { orders: 'p2' } });
  await settle();
  assert.deepEqual(set.socket.sent.at(-1), { op: 'subscribe', id: 2, topics: ['orders'], since: { orders: 'p1' } });
  say(set, { op: 'lagged', topic: 'orders' });
  await settle();
  assert.deepEqual(set.socket.sent.at(-1), { op: 'subscribe', id: 3, topics: ['orders'], since: { orders: 'p1' } });
});

test('a refusal reaches the listener and leaves the socket alone', async () => {
  const set = stage();
  const heard = [];
  set.live.subscribe('inventory', (frame) => heard.push(frame));
  await greet(set);
  say(set, { op: 'error', id: 1, topic: 'inventory', type: '/problems/forbidden' });
  assert.deepEqual(heard, [{ topic: 'inventory', type: 'denied', problem: '/problems/forbidden' }]);
  assert.equal(set.live.state, 'live');
});

test('a topic that cannot be had just now is asked for again, and nobody is told', async () => {
  const set = stage();
  const heard = [];
  set.live.subscribe('orders', (frame) => heard.push(frame));
  await greet(set);
  const asked = set.socket.sent.length;
  say(set, { op: 'error', id: 1, topic: 'orders', type: '/problems/unavailable' });
  assert.deepEqual(heard, []);
  set.pass(4_000);
  await settle();
  assert.deepEqual(set.socket.sent.slice(asked), [{ op: 'subscribe', id: 2, topics: ['orders'] }]);
});

test('one listener that fails does not silence the others', async () => {
  const set = stage();
  const heard = [];
  const error = console.error;
  console.error = () => {};
  set.live.subscribe('a', () => { throw new Error('mine'); });
  set.live.subscribe('a', ({ type }) => heard.push(type));
  await greet(set);
  say(set, { op: 'subscribed', id: 1, topics: { a: { at: '1', snapshot: {} } } });
  console.error = error;
  assert.deepEqual(heard, ['snapshot']);
});

test('the clock follows the server', async () => {
  const set = stage();
  set.live.subscribe('cart', () => {});
  await greet(set);
  assert.equal(set.live.now(), Date.parse('2026-11-23T14:00:00.000Z'));
  set.pass(1_000);
  assert.equal(set.live.now(), Date.parse('2026-11-23T14:00:01.000Z'));
  say(set, { op: 'subscribed', id: 1, topics: { cart: { at: '1', snapshot: { server_time: '2026-11-23T15:00:00.000Z' } } } });
  assert.equal(set.live.now(), Date.parse('2026-11-23T15:00:00.000Z'));
  set.live.setClock('nonsense');
  assert.equal(set.live.now(), Date.parse('2026-11-23T15:00:00.000Z'));
});

test('a connection that falls silent is pinged, and left when it does not answer', async () => {
  const set = stage();
  set.live.subscribe('a', () => {});
  await greet(set);
  const first = set.socket;
  set.pass(37_500);
  assert.deepEqual(first.sent.at(-1), { op: 'ping' });
  set.pass(8_000);
  assert.equal(first.closed, 4000);
  assert.equal(set.live.state, 'waiting');
});

test('an answer to the ping keeps the connection', async () => {
  const set = stage();
  set.live.subscribe('a', () => {});
  await greet(set);
  set.pass(37_500);
  say(set, { op: 'pong' });
  set.pass(8_000);
  assert.equal(set.live.state, 'live');
  assert.equal(set.socket.closed, null);
});

test('stale is said after some seconds without a connection, not at once, and taken back', async () => {
  const set = stage();
  const said = [];
  set.live.addEventListener('stale', ({ detail }) => said.push(detail));
  set.live.subscribe('a', () => {});
  await greet(set);
  hang(set, 1006);
  set.pass(1_000);
  await greet(set);
  set.pass(5_000);
  assert.deepEqual(said, []);
  hang(set, 1006);
  set.pass(4_000);
  assert.deepEqual(said, [true]);
  await greet(set);
  assert.deepEqual(said, [true, false]);
});

test('a socket that neither opens nor fails is given up', () => {
  const set = stage();
  set.live.subscribe('a', () => {});
  set.pass(15_000);
  assert.equal(set.sockets[0].closed, 4000);
});

test('words of a socket that was given up are not heard', async () => {
  const set = stage();
  const heard = [];
  set.live.subscribe('a', ({ type }) => heard.push(type));
  await greet(set);
  const old = set.socket;
  hang(set, 1006);
  set.pass(1_000);
  old.onmessage({ data: JSON.stringify({ topic: 'a', at: '9', type: 'x', data: {} }) });
  old.onclose({ code: 1000 });
  assert.deepEqual(heard, []);
  assert.equal(set.sockets.length, 2);
});

test('delays double with jitter up to thirty seconds', () => {
  assert.equal(reconnectDelay(0, 1006, 0), 250);
  assert.equal(reconnectDelay(0, 1006, 0.999_999), 500);
  assert.equal(reconnectDelay(3, 1006, 0), 2_000);
  assert.equal(reconnectDelay(50, 1006, 0.999_999), 30_000);
  assert.equal(reconnectDelay(0, 1012, 0.5), 1_000);
  assert.ok(reconnectDelay(0, 4029, 0) >= 10_000);
});

test('after three failures the frames come by long polling, and a later socket takes over', async () => {
  const set = stage();
  const heard = [];
  set.live.subscribe('orders', (frame) => heard.push(frame.type));
  await settle();
  set.answers.push({ ok: true, json: async () => ({ frames: [
    { op: 'subscribed', topics: { orders: { at: 'p1', snapshot: {} } } },
    { topic: 'orders', at: 'p2', type: 'order', data: {} },
  ] }) });
  for (let round = 0; round < 3; round += 1) {
    hang(set, 1006);
    if (round < 2) set.pass(2_000);
  }
  await settle();
  assert.equal(set.live.state, 'polling');
  assert.deepEqual(heard, ['snapshot', 'order']);
  assert.equal(set.live.stale, false);
  set.pass(1_000);
  await settle();
  const second = new URL(set.fetched[1].url, 'http://site');
  assert.equal(second.pathname, '/api/v1/live');
  assert.equal(second.searchParams.get('topics'), 'orders');
  assert.deepEqual(JSON.parse(second.searchParams.get('since')), { orders: 'p2' });
  set.pass(60_000);
  assert.equal(set.live.state, 'polling');
  await greet(set);
  assert.equal(set.live.state, 'live');
  assert.deepEqual(set.socket.sent[0].since, { orders: 'p2' });
  assert.equal(set.fetched[1].request.signal.aborted, true);
});

test('a poll that waits for news is no silence', async () => {
  const set = stage();
  set.refuseSockets = true;
  set.live.subscribe('orders', () => {});
  await settle();
  set.answers.push({ ok: true, json: async () => [] });
  while (set.live.state !== 'polling') set.pass(100);
  await settle();
  assert.equal(set.live.stale, false);
  // The next one hangs, as polls do while nothing happens.
  set.pass(20_000);
  await settle();
  assert.deepEqual([set.live.state, set.live.stale], ['polling', false]);
});

test('a poll that fails makes it stale; one that answers takes that back and tries a socket', async () => {
  const set = stage();
  set.refuseSockets = true;
  set.live.subscribe('orders', () => {});
  await settle();
  set.answers.push({ ok: false, status: 503 }, { ok: true, json: async () => [] });
  set.pass(5_000);
  await settle();
  assert.equal(set.live.state, 'polling');
  assert.equal(set.live.stale, true);
  set.pass(2_000);
  await settle();
  assert.equal(set.live.stale, false);
  set.refuseSockets = false;
  set.pass(2_000);
  assert.equal(set.sockets.length, 1);
  await greet(set);
  assert.equal(set.live.state, 'live');
});

test('viewing is told only while the page is visible, and again on a new socket', async () => {
  const set = stage();
  set.live.view('w1');
  await greet(set);
  assert.deepEqual(set.socket.sent, [{ op: 'view', artwork_id: 'w1' }]);
  set.live.setVisible(false);
  set.live.setVisible(false);
  set.live.setVisible(true);
  set.live.view(null);
  assert.deepEqual(set.socket.sent.slice(1), [{ op: 'unview' }, { op: 'view', artwork_id: 'w1' }, { op: 'unview' }]);
  hang(set, 1006);
  set.pass(1_000);
  await greet(set);
  assert.deepEqual(set.socket.sent, []);
});

test('an expiring sign-in is renewed by cookie and the socket swapped without losing a position', async () => {
  const set = stage();
  set.live.subscribe('cart', () => {});
  await greet(set);
  say(set, { op: 'subscribed', id: 1, topics: { cart: { at: 'p7', snapshot: {} } } });
  set.answers.push({ ok: true });
  say(set, { op: 'auth_expiring' });
  say(set, { op: 'auth_expiring' });
  await settle();
  assert.deepEqual(set.fetched.map(({ url }) => url), ['/session']);
  assert.equal(set.sockets[0].closed, 1000);
  await greet(set);
  assert.deepEqual(set.socket.sent[0].since, { cart: 'p7' });
});

test('a program with a token authenticates in place', async () => {
  const set = stage({ token: () => 'jwt' });
  set.live.subscribe('cart', () => {});
  await greet(set);
  assert.deepEqual(set.socket.sent[0], { op: 'auth', token: 'jwt' });
  say(set, { op: 'auth_expiring' });
  assert.deepEqual(set.socket.sent.at(-1), { op: 'auth', token: 'jwt' });
  assert.equal(set.fetched.length, 0);
});

test('a page that goes to sleep hangs up and wakes with its positions', async () => {
  const set = stage();
  set.live.subscribe('orders', () => {});
  await greet(set);
  say(set, { op: 'subscribed', id: 1, topics: { orders: { at: 'p1', snapshot: {} } } });
  set.live.sleep();
  assert.equal(set.socket.closed, 1000);
  assert.equal(set.live.state, 'asleep');
  set.pass(120_000);
  assert.equal(set.sockets.length, 1);
  set.live.wake();
  await greet(set);
  assert.deepEqual(set.socket.sent[0].since, { orders: 'p1' });
});

test('what is not JSON is passed over', async () => {
  const set = stage();
  set.live.subscribe('a', () => {});
  await greet(set);
  set.socket.onmessage({ data: 'not json' });
  set.socket.onmessage({ data: 'null' });
  assert.equal(set.live.state, 'live');
});
