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
    name: 'who has forgotten the password finds the link in the mailbox of the demo',
    async run({ visit, shot }) {
      const { page } = await visit();
      await page.goto('/register');
      const email = `forgetful${Date.now()}@example.test`;
      await page.getByLabel('Name').fill('Jo Weber');
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill('correct horse battery staple');
      await page.getByRole('button', { name: 'Make the account' }).click();
      await seen(page, 'Your account is ready.');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.goto('/login');
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.getByLabel('E-mail').fill(email);
      await page.getByRole('button', { name: 'Send me a link' }).click();
      await seen(page, 'a link is on its way to it');
      const mail = page.locator('.mailbox__mail', { hasText: email }).getByRole('link', { name: /new password/ });
      for (let look = 0; look < 50; look += 1) {
        await page.goto('/demo/mail');
        if (await mail.count() > 0) break;
        await page.waitForTimeout(200);
      }
      await shot(page, 'demo-mailbox');
      assert.deepEqual(await axe(page), []);
      await mail.first().click();
      await shot(page, 'demo-mail');
      await page.frameLocator('iframe').getByRole('link', { name: 'Choose a new password' }).click();
      await page.getByLabel('New password').fill('another battery, stapled');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await seen(page, 'Your new password is set.');
      await signIn(page, email, '/account', 'another battery, stapled');
      await seen(page, email);
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
