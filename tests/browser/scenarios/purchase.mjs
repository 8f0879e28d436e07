/**
 * Buying as a guest: with scripts and without, with a card that is declined, with one that asks to be authorised.
 */
import assert from 'node:assert/strict';

import { axe, fits } from '../browser.mjs';
import { addToCart, fillCheckout, placeOrder, seen } from '../shop.mjs';

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const print = { kind: 'limited', size: 25, artist_proofs: 2, price: { amount: 24000, currency: 'EUR' } };
  const works = {
    print: await house.hang(artist, 'Long Shore', [print], 3),
    plain: await house.hang(artist, 'Orchard', [print], 4),
    signed: await house.hang(artist, 'Evening Signal', [print], 6),
    poster: await house.hang(artist, 'Harbour', [{ kind: 'open', label: 'Poster', price: { amount: 4500, currency: 'EUR' } }], 5),
  };
  return { artist, works };
}

async function buys({ visit, works, shot }, options, slug) {
  const { page, context } = await visit(options);
  await page.goto('/');
  await page.locator('.card__title a', { hasText: works[slug].title }).click();
  await page.waitForURL(/\/artworks\//);
  await page.locator('#quantity').fill('2');
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.waitForURL(/\/cart/);
  await seen(page, /No\. \d+ of 25 is held for you/);
  assert.equal(await page.getByText(/is held for you$/).count(), 2, 'both copies are named');
  await shot(page, `cart-${slug}`);
  await fillCheckout(page);
  const total = (await page.locator('#place-total').innerText()).replace(/\s+/g, ' ');
  assert.match(total, /Total €\d{3}/, 'two prints and their delivery');
  await shot(page, `checkout-${slug}`);
  await placeOrder(page);
  await seen(page, 'Thank you, it is yours');
  assert.equal(await page.locator('.copies li').count(), 2);
  return { page, context };
}

async function invoice(page, context) {
  const link = page.getByRole('link', { name: /Invoice/ });
  const answer = await context.request.get(await link.getAttribute('href'));
  assert.equal(answer.status(), 200);
  assert.equal((await answer.body()).subarray(0, 5).toString(), '%PDF-');
}

export const scenarios = [
  {
    name: 'a guest buys two copies, and the invoice comes by itself',
    async run(tools) {
      const { page, context } = await buys(tools, {}, 'print');
      // The page is not reloaded here: the live topic tells it that the invoice is ready.
      await page.getByRole('link', { name: /Invoice/ }).waitFor();
      await invoice(page, context);
      await tools.shot(page, 'order');
      await page.goto('/account');
      await seen(page, 'Your orders');
      await page.locator('.line__title a', { hasText: 'Long Shore' }).click();
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'each copy has a certificate, and whoever holds it sees that it is good',
    async run(tools) {
      const { page, context } = await buys(tools, {}, 'signed');
      const links = page.locator('a[type="application/pdf"]', { hasText: 'Certificate of authenticity' });
      await links.nth(1).waitFor();
      assert.equal(await links.count(), 2);
      const address = await links.first().getAttribute('href');
      const paper = await context.request.get(address);
      assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-');
      const id = address.split('/').pop();
      const pages = page.getByRole('link', { name: /See its page.*Certificate of authenticity/ });
      assert.equal(await pages.count(), 2);
      assert.equal(await pages.first().getAttribute('href'), `/certificates/${id}`);
      // Somebody else, who has the paper.
      const { page: holder } = await tools.visit();
      const held = await (await holder.request.get(`/api/v1/certificates/${id}`)).json();
      await holder.goto(`/certificates/${id}?s=${held.signature.slice(0, 16)}`);
      await seen(holder, /Its signature is valid/);
      await holder.getByRole('heading', { level: 1, name: 'Evening Signal' }).waitFor();
      assert.equal(await holder.locator('#signed-text').textContent(), held.text);
      assert.deepEqual(await axe(holder), [], 'certificate');
      await tools.shot(holder, 'certificate');
      await holder.goto(`/certificates/${id}?s=somebodyelsewrote`);
      await seen(holder, /^Not valid/);
      assert.deepEqual(await axe(holder), [], 'certificate-changed');
      const { page: telephone } = await tools.visit({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
      await telephone.goto(`/certificates/${id}`);
      await fits(telephone, 'a certificate');
    },
  },
  {
    name: 'a guest buys two copies without scripts',
    async run(tools) {
      const { page, context } = await buys(tools, { javaScriptEnabled: false }, 'plain');
      const link = page.getByRole('link', { name: /Invoice/ });
      while (await link.count() === 0) await page.reload();
      await invoice(page, context);
    },
  },
  {
    name: 'another country is priced anew, by scripts and without them',
    async run({ visit, works }) {
      for (const javaScriptEnabled of [true, false]) {
        const { page } = await visit({ javaScriptEnabled });
        await addToCart(page, works.poster.slug);
        await page.getByRole('link', { name: 'Check out' }).click();
        const before = await page.locator('#place-total').innerText();
        await page.locator('#email').fill('half@typed');
        await page.getByLabel('Country').first().selectOption('FR');
        if (!javaScriptEnabled) await page.getByRole('button', { name: 'Update delivery and totals' }).click();
        await page.waitForFunction((old) => document.getElementById('place-total').innerText !== old, before);
        assert.equal(await page.locator('#email').inputValue(), 'half@typed', 'what was typed stays');
        assert.equal(await page.locator('#shipping_country').inputValue(), 'FR');
      }
    },
  },
  {
    name: 'mistakes in the checkout are named beside their fields',
    async run({ visit, works, shot }) {
      const { page, expect } = await visit({ javaScriptEnabled: false });
      expect(/status of 422/);
      await addToCart(page, works.poster.slug);
      await page.getByRole('link', { name: 'Check out' }).click();
      // The browser's own checks are passed by, as other programs do.
      await page.locator('#checkout').evaluate((form) => { form.noValidate = true; });
      await page.locator('#email').fill('jo@nowhere');
      await page.getByRole('button', { name: 'Buy now and pay' }).click();
      await seen(page, 'Please give an e-mail address, such as name@example.org.');
      await seen(page, 'The town must not be empty.');
      assert.equal(await page.locator('#shipping_city').getAttribute('aria-invalid'), 'true');
      assert.equal(await page.locator('#email').inputValue(), 'jo@nowhere');
      await shot(page, 'checkout-mistakes');
    },
  },
  {
    name: 'a declined card can be followed by another',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await addToCart(page, works.poster.slug);
      await fillCheckout(page, 'Test card that is declined');
      await placeOrder(page);
      await seen(page, 'The payment was declined');
      await page.locator('.countdown', { hasText: 'left' }).waitFor();
      await shot(page, 'order-declined');
      await page.getByLabel('Test card that succeeds').check();
      await page.getByRole('button', { name: 'Pay now' }).click();
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'a card that asks to be authorised is paid once that is done',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await addToCart(page, works.poster.slug);
      await fillCheckout(page, 'Test card that asks to be authorised');
      await placeOrder(page);
      await seen(page, 'One more step');
      await shot(page, 'order-authorise');
      await page.getByRole('button', { name: 'Authorise test payment' }).click();
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'a late payment is shown when it comes, without a reload',
    async run({ visit, works }) {
      const { page } = await visit();
      await addToCart(page, works.poster.slug);
      await fillCheckout(page, 'Test bank transfer');
      await placeOrder(page);
      await seen(page, 'We are waiting for the payment');
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'an order can be called off, and the money goes back',
    async run({ visit, works }) {
      const { page } = await visit();
      await addToCart(page, works.poster.slug);
      await fillCheckout(page);
      await placeOrder(page);
      await page.getByText('Cancel this order').click();
      await page.getByRole('button', { name: 'Yes, cancel the order' }).click();
      await seen(page, 'The order is cancelled');
      await seen(page, 'what you paid went back to you');
    },
  },
  {
    name: 'nobody else sees an order',
    async run({ visit, works, house }) {
      const { page } = await visit();
      await addToCart(page, works.poster.slug);
      await fillCheckout(page);
      await placeOrder(page);
      const { page: stranger } = await visit();
      const path = new URL(page.url()).pathname;
      await stranger.goto(path);
      assert.equal(new URL(stranger.url()).pathname, '/login', 'who is nobody signs in first');
      const other = await fetch(`${house.url}${path}`, { headers: { accept: 'text/html', 'x-visitor': await house.visitor() } });
      assert.equal(other.status, 404);
    },
  },
];
