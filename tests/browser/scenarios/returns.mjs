/**
 * Withdrawing in two steps, on a telephone and without scripts; the seller takes the goods back and pays.
 */
import assert from 'node:assert/strict';

import { axe, fits, invalidHtml } from '../browser.mjs';
import { addToCart, fillCheckout, placeOrder, seen, signIn } from '../shop.mjs';

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const print = { kind: 'limited', size: 25, artist_proofs: 2, price: { amount: 24000, currency: 'EUR' } };
  const works = [await house.hang(artist, 'Long Shore', [print], 3), await house.hang(artist, 'Orchard', [print], 4)];
  return { artist, works };
}

async function good(page, name, shot) {
  assert.deepEqual(await axe(page), [], name);
  assert.deepEqual(await invalidHtml(page), [], name);
  await fits(page, name);
  await shot(page, name);
}

/** Buys a work and begins to withdraw from it; answers the order's address. */
async function begins(page, work) {
  await addToCart(page, work.slug);
  await fillCheckout(page);
  await placeOrder(page);
  await seen(page, 'Thank you, it is yours');
  const order = page.url();
  await page.getByRole('link', { name: 'Withdraw from contract here' }).click();
  await page.getByRole('heading', { level: 1, name: 'Withdraw from contract here' }).waitFor();
  return order;
}

export const scenarios = [
  {
    name: 'returns: what has not left is withdrawn from in two steps, without scripts and on a telephone',
    async run({ visit, works, shot }) {
      const { page } = await visit({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
      await begins(page, works[0]);
      assert.notEqual(await page.locator('#name').inputValue(), '', 'the name is filled in');
      assert.notEqual(await page.locator('#email').inputValue(), '', 'the address is filled in');
      await shot(page, 'withdraw-statement-plain');
      await page.getByRole('button', { name: 'Go on' }).click();
      await seen(page, 'Confirm the withdrawal');
      await shot(page, 'withdraw-confirm-plain');
      await page.getByRole('button', { name: 'Confirm withdrawal' }).click();
      await seen(page, /Your withdrawal is received/);
      await seen(page, /Withdrawn: Long Shore/);
      await shot(page, 'withdraw-receipt-plain');
    },
  },
  {
    name: 'returns: a buyer withdraws after the parcel has left, and the seller pays when it is back',
    async run({ visit, works, artist, shot }) {
      const { page } = await visit({ viewport: { width: 390, height: 844 } });
      const order = await begins(page, works[1]);
      const { page: desk } = await visit();
      await signIn(desk, artist.email, '/studio/orders');
      await desk.getByRole('link', { name: /^IM-/ }).first().click();
      await desk.locator('#carrier').fill('DHL');
      await desk.getByRole('button', { name: 'Sent: tell the buyer' }).click();
      await seen(desk, /the parcel is on its way/);
      await good(page, 'withdraw-statement', shot);
      await page.getByRole('button', { name: 'Go on' }).click();
      await seen(page, 'Confirm the withdrawal');
      await good(page, 'withdraw-confirm', shot);
      await page.getByRole('button', { name: 'Confirm withdrawal' }).click();
      await seen(page, /Please send it back/);
      await good(page, 'withdraw-receipt', shot);
      await desk.goto('/studio/returns');
      await good(desk, 'studio-returns', shot);
      await desk.getByRole('button', { name: 'The goods are back' }).click();
      await seen(desk, /Noted, and the buyer sees it/);
      await desk.getByRole('button', { name: 'Give the money back' }).click();
      await seen(desk, 'Withdrawn, refunded');
      await page.goto(order);
      await seen(page, /Your money goes back/);
    },
  },
];
