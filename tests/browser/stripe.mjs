/**
 * A Stripe for the browser: answers the program's calls for pages and intents, and stands in for what browsers load of Stripe. As much of it as
 * a purchase needs; what is promised about answers, keys and notices the suites in Rust try on a stricter one.
 */
import { createServer } from 'node:http';

const sessions = new Map();
const intents = new Map();
let next = 0;

/** What the next card does: `null` pays, else a bank's reason for saying no. */
let refusal = null;

export function nextCard(reason) {
  refusal = reason;
}

function id(start) {
  next += 1;
  return `${start}a1B2c3D4${String(next).padStart(4, '0')}`;
}

function makeIntent(amount, currency, paymentId) {
  const name = id('pi_');
  intents.set(name, {
    id: name, object: 'payment_intent', livemode: false, status: 'requires_payment_method', amount, amount_received: 0, currency,
    client_secret: `${name}_secret_x`, latest_charge: null, last_payment_error: null, metadata: { payment_id: paymentId },
  });
  return intents.get(name);
}

function pay(intent) {
  if (refusal) {
    intent.last_payment_error = { type: 'card_error', code: 'card_declined', decline_code: refusal };
    refusal = null;
    return false;
  }
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.latest_charge = { id: id('ch_'), balance_transaction: { id: id('txn_'), fee: 55, currency: intent.currency } };
  return true;
}

function answer(method, path, form) {
  const [, , kind, name, deed] = path.replace('/v1/checkout/sessions', '/v1/sessions').split('/');
  const things = { sessions, payment_intents: intents }[kind];
  if (!things) return null;
  if (method === 'GET' || deed) {
    const thing = things.get(name);
    if (thing && deed === 'expire') Object.assign(thing, { status: 'expired', url: null });
    if (thing && deed === 'cancel') thing.status = 'canceled';
    return thing ?? null;
  }
  const paymentId = form.get('metadata[payment_id]');
  if (kind === 'payment_intents') return makeIntent(Number(form.get('amount')), form.get('currency'), paymentId);
  const page = id('cs_test_');
  sessions.set(page, {
    id: page, object: 'checkout.session', livemode: false, status: 'open', payment_status: 'unpaid', payment_intent: null,
    url: `https://checkout.stripe.com/c/pay/${page}`, success_url: form.get('success_url'), metadata: { payment_id: paymentId },
    amount_total: Number(form.get('line_items[0][price_data][unit_amount]')), currency: form.get('line_items[0][price_data][currency]'),
  });
  return sessions.get(page);
}

/** Starts it on a port of its own; answers its address. It ends with the process. */
export function openStripe() {
  const answered = new Map();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { pathname } = new URL(request.url, 'http://x');
    const key = request.headers['idempotency-key'];
    const told = answered.get(key) ?? answer(request.method, pathname, new URLSearchParams(body));
    if (key) answered.set(key, told);
    response.writeHead(told ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(told ?? { error: { type: 'invalid_request_error', code: 'resource_missing' } }));
  });
  server.unref();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

/** Stripe's script as far as the card page needs it: no fields, but the same calls. */
const SCRIPT = `window.Stripe = () => ({
  elements: ({ clientSecret }) => ({
    clientSecret,
    create: () => {
      const listeners = {};
      return {
        on: (name, listener) => { listeners[name] = listener; },
        mount: (place) => { document.querySelector(place).textContent = '4242'; setTimeout(() => listeners.ready?.()); },
      };
    },
  }),
  confirmPayment: async ({ elements, confirmParams }) => {
    const answer = await fetch('https://api.stripe.com/confirm?secret=' + elements.clientSecret);
    if (!answer.ok) return { error: { type: 'card_error' } };
    location.assign(confirmParams.return_url);
    return new Promise(() => {});
  },
});`;

/**
 * Stands in for Stripe in a page's context. A browser's own redirect cannot be caught: the form that pays is answered with a page that leads on,
 * once its answer has been looked at.
 */
export async function standIn(context) {
  await context.route(/\/(checkout|orders\/[^/]+\/pay)$/, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    // What browsers say of a form of the same site, which a caught request may lack.
    const headers = { ...await route.request().allHeaders(), origin: new URL(route.request().url()).origin, 'sec-fetch-site': 'same-origin' };
    const told = await route.fetch({ headers, maxRedirects: 0 });
    const to = told.headers().location;
    if (!to) return route.fulfill({ response: told });
    return route.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="en"><title>On</title><meta http-equiv="refresh" content="0;url=${to}">` });
  });
  await context.route('https://checkout.stripe.com/**', async (route) => {
    const url = new URL(route.request().url());
    const session = sessions.get(url.pathname.split('/').pop());
    if (!session) return route.fulfill({ status: 404, body: 'no such page' });
    let body = '<a href="?pay">Pay</a>';
    if (url.search === '?pay') {
      const intent = makeIntent(session.amount_total, session.currency, session.metadata.payment_id);
      if (pay(intent)) Object.assign(session, { status: 'complete', payment_status: 'paid', url: null, payment_intent: intent });
      body = session.status === 'complete' ? `<a href="${session.success_url}">Back to the shop</a>` : 'Declined. <a href="?pay">Pay</a>';
    }
    return route.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="en"><title>Stripe</title><main>${body}</main>` });
  });
  await context.route('https://js.stripe.com/v3/', (route) => route.fulfill({ contentType: 'text/javascript', body: SCRIPT }));
  await context.route('https://api.stripe.com/**', (route) => {
    const secret = new URL(route.request().url()).searchParams.get('secret');
    const intent = [...intents.values()].find((one) => one.client_secret === secret);
    const headers = { 'access-control-allow-origin': '*' };
    return route.fulfill({ status: intent && pay(intent) ? 200 : 402, headers, contentType: 'application/json', body: '{}' });
  });
}
