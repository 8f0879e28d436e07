/**
 * Paying by Stripe: on its page and back, and by a card on the one page of the house that Stripe's script runs on.
 */
import assert from 'node:assert/strict';

import { axe, fits, invalidHtml } from '../browser.mjs';
import { addToCart, fillCheckout, seen } from '../shop.mjs';
import { nextCard, openStripe, standIn } from '../stripe.mjs';

export const settings = {
  IMPASTO_PAYMENTS__STRIPE__SECRET_KEY: 'sk_test_in_a_browser',
  IMPASTO_PAYMENTS__STRIPE__PUBLISHABLE_KEY: 'pk_test_in_a_browser',
  IMPASTO_PAYMENTS__STRIPE__PAYMENT_ELEMENT: 'true',
  IMPASTO_PAYMENTS__STRIPE__BASE_URL: await openStripe(),
};

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const print = { kind: 'limited', size: 25, price: { amount: 24000, currency: 'EUR' } };
  return { works: { print: await house.hang(artist, 'Long Shore', [print], 3) } };
}

async function buyBy(tools, way, options) {
  const { visit, works } = tools;
  const { page, context, expect } = await visit(options);
  await standIn(context);
  await addToCart(page, works.print.slug);
  await fillCheckout(page, way);
  await tools.shot(page, `checkout-${way.toLowerCase().replace(/\W+/g, '-')}`);
  await page.getByRole('button', { name: 'Buy now and pay' }).click();
  return { page, context, expect };
}

export const scenarios = [
  {
    name: 'stripe: a customer pays on its page, comes back and has bought',
    async run(tools) {
      const { page } = await buyBy(tools, 'Card, wallet or bank');
      await page.waitForURL(/checkout\.stripe\.com\/c\/pay\//);
      nextCard('insufficient_funds');
      await page.getByRole('link', { name: 'Pay' }).click();
      await seen(page, 'Declined');
      await page.getByRole('link', { name: 'Pay' }).click();
      await page.getByRole('link', { name: 'Back to the shop' }).click();
      await page.waitForURL(/\/orders\/[^/]+\?returned=1/);
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'stripe: a customer without scripts pays on its page and asks once more',
    async run(tools) {
      const { page } = await buyBy(tools, 'Card, wallet or bank', { javaScriptEnabled: false });
      await page.waitForURL(/checkout\.stripe\.com\/c\/pay\//);
      await page.getByRole('link', { name: 'Pay' }).click();
      await page.getByRole('link', { name: 'Back to the shop' }).click();
      await page.locator('#look-again').click();
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'stripe: a card is entered on a page of the house, declined with a reason, and another one pays',
    async run(tools) {
      const { page, expect } = await buyBy(tools, 'Card on this site');
      await page.waitForURL(/\/orders\/[^/]+\/card$/);
      // A card that is declined is answered so, and browsers say that too.
      expect(/402/);
      await page.locator('#card-pay:not([disabled])').waitFor();
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await invalidHtml(page), []);
      await fits(page, 'the card page');
      await tools.shot(page, 'card');
      nextCard('expired_card');
      await page.locator('#card-pay').click();
      await seen(page, 'the card has expired');
      await page.getByLabel('Card on this site', { exact: true }).check();
      await page.locator('#pay-again').click();
      await page.waitForURL(/\/orders\/[^/]+\/card$/);
      await page.locator('#card-pay:not([disabled])').click();
      await page.waitForURL(/\/orders\/[^/]+\?returned=1/);
      await seen(page, 'Thank you, it is yours');
    },
  },
];
