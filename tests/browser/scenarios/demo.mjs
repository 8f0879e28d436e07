/**
 * The demonstration gallery as it hangs when nothing is configured: to be looked at, and bought from.
 */
import assert from 'node:assert/strict';

import { axe } from '../browser.mjs';
import { fillCheckout, placeOrder, seen, signIn } from '../shop.mjs';

const PASSWORD = 'impasto-demo';

export async function prepare() {
  return {};
}

export const scenarios = [
  {
    name: 'at least sixty works by eight artists hang, page after page',
    async run({ visit, shot }) {
      const { page } = await visit();
      await page.goto('/');
      await shot(page, 'demo-gallery');
      const total = Number((await page.locator('#results-head').innerText()).match(/\d+/)[0]);
      assert.ok(total >= 60, `${total} works`);
      for (let more = page.locator('#next'); await more.count() > 0;) {
        const before = await page.locator('#grid .card').count();
        await more.click();
        await page.waitForFunction((count) => document.querySelectorAll('#grid .card').length > count, before);
      }
      // The newest stand in a section of their own.
      assert.equal(await page.locator('#rail-new .card, #grid .card').count(), total);
      const artists = new Set(await page.locator('.card__artist').allInnerTexts());
      assert.ok(artists.size >= 8, [...artists].join(', '));
    },
  },
  {
    name: 'a visitor of the demo buys a work',
    async run({ visit, shot }) {
      const { page } = await visit();
      await page.goto('/?available=true');
      await page.locator('.card__title a').first().click();
      await shot(page, 'demo-artwork');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await fillCheckout(page);
      await placeOrder(page);
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'a crowd is sent, seen in three rooms at once, and the checker speaks',
    async run({ visit, shot }) {
      const { page } = await visit();
      await page.goto('/');
      await page.getByRole('link', { name: 'See it live' }).click();
      await page.getByRole('button', { name: 'Send a crowd' }).click();
      await page.locator('.square--held').first().waitFor();
      await shot(page, 'demo-crowd');
      await seen(page, '25 sold, none twice');
      await seen(page, 'found nothing wrong');
      const count = async (name) => Number(await page.locator(`[data-count="${name}"]`).innerText());
      assert.equal(await count('sale'), 25);
      assert.equal(await count('paid'), 25);
      assert.equal(await page.locator('.square--sold').count(), 25);
      assert.deepEqual(await axe(page), []);
      await shot(page, 'demo-verdict');
    },
  },
  {
    name: 'without scripts a crowd is sent by a form',
    async run({ visit }) {
      const { page } = await visit({ javaScriptEnabled: false });
      await page.goto('/demo');
      await page.getByRole('button', { name: 'Send a crowd' }).click();
      await seen(page, '25 sold, none twice');
    },
  },
  {
    name: 'the accounts of the demo open their rooms, and the pages are accessible',
    async run({ visit, shot }) {
      for (const [who, room] of [['artist', '/studio'], ['admin', '/console'], ['customer', '/account']]) {
        const { page } = await visit();
        await signIn(page, `${who}@demo.impasto.test`, room, PASSWORD);
        assert.deepEqual(await axe(page), [], room);
        await shot(page, `demo-${who}`);
      }
    },
  },
];
