/**
 * What runs out, in a house where holds last seconds and access tokens half a minute.
 */
import assert from 'node:assert/strict';

import { addToCart, connected, seen, signIn } from '../shop.mjs';

export const settings = { IMPASTO_HOLDS__TTL_S: '4', IMPASTO_HOLDS__EXTENSION_S: '3', IMPASTO_IDENTITY__ACCESS_TTL_S: '30' };

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const works = {
    one: await house.hang(artist, 'Briefly Held', [{}], 21),
    passed: await house.hang(artist, 'Passed On', [{}], 23),
    several: await Promise.all([24, 25, 26].map((seed) => house.hang(artist, `Held Among ${seed}`, [{}], seed))),
    later: await house.hang(artist, 'Held Later', [{ kind: 'limited', size: 5 }], 22),
  };
  return { artist, works };
}

export const scenarios = [
  {
    name: 'a hold that runs out shows in the cart, goes to whoever is quicker, and cannot be had twice',
    async run({ visit, works, house, shot }) {
      const { page } = await visit();
      await addToCart(page, works.one.slug);
      await page.locator('.countdown', { hasText: 'left' }).waitFor();
      await connected(page);
      await seen(page, 'The hold ran out: it is free for others.');
      await shot(page, 'cart-lapsed');
      await page.getByRole('button', { name: /^Hold it again/ }).click();
      await seen(page, 'It is held for you again.');
      await seen(page, 'The hold ran out: it is free for others.');
      const other = await house.visitor();
      await house.hold(other, works.one.editions[0].id);
      await page.getByRole('button', { name: /^Hold it again/ }).click();
      await seen(page, 'Somebody was quicker: no copy is free at the moment.');
      await house.buy(other);
      await page.reload();
      await seen(page, 'The hold ran out, and it has gone to somebody else.');
    },
  },
  {
    name: 'one holds the only copy, the other sees it, and takes it when the hold has run out: all of it is said',
    async run({ visit, works }) {
      const { page: second } = await visit();
      await second.goto(`/artworks/${works.passed.slug}`);
      await connected(second);
      const said = (text) => second.waitForFunction((wanted) => document.getElementById('announcer').textContent.includes(wanted), text, { polling: 50 });
      const { page: first } = await visit();
      const [reserved] = await Promise.all([said('eserved'), addToCart(first, works.passed.slug)]);
      assert.ok(reserved);
      assert.equal(await second.getByRole('button', { name: 'Add to cart' }).isDisabled(), true);
      await said('vailable');
      await second.getByRole('button', { name: 'Add to cart' }).click();
      await second.waitForURL(/\/cart/);
      await seen(first, 'The hold ran out');
    },
  },
  {
    name: 'several holds that ran out are taken again with one button, and what is gone is told',
    async run({ visit, works, house, shot }) {
      const { page } = await visit();
      for (const work of works.several) await addToCart(page, work.slug);
      await connected(page);
      const lapsed = page.getByText('The hold ran out: it is free for others.');
      await lapsed.nth(2).waitFor();
      await shot(page, 'cart-several-lapsed');
      await page.getByRole('button', { name: 'Hold all 3 again' }).click();
      await seen(page, 'Everything is held for you again.');
      await connected(page);
      await lapsed.nth(2).waitFor();
      const other = await house.visitor();
      await house.hold(other, works.several[1].editions[0].id);
      await house.buy(other);
      await page.reload();
      await page.getByRole('button', { name: 'Hold all 2 again' }).click();
      await seen(page, 'What was still free is held for you again. What is gone says so below.');
      await seen(page, 'The hold ran out, and it has gone to somebody else.');
    },
  },
  {
    name: 'near its end a hold is lengthened from a dialog that takes the focus from nobody',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await addToCart(page, works.later.slug);
      const dialog = page.locator('dialog.keeper');
      await dialog.waitFor();
      assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest('dialog'))), false);
      await shot(page, 'keeper');
      await dialog.getByRole('button', { name: '5 more minutes' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Five more minutes/ }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'a sign-in outlasts its access token, and the live feed goes on',
    async run({ visit, artist, house, works }) {
      const { page, context } = await visit();
      await signIn(page, artist.email, '/studio');
      await connected(page);
      const access = async () => (await context.cookies()).find((cookie) => cookie.name === 'impasto_access')?.value;
      const first = await access();
      assert.ok(first);
      // The page itself renews it when the server says that it ends; nobody touches the page.
      while ((await access() ?? first) === first) await page.waitForTimeout(250);
      await house.hold(await house.visitor(), works.later.editions[0].id);
      await page.locator('.feed__row', { hasText: 'Put on hold: Held Later' }).first().waitFor();
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Ines Aldana' }).waitFor();
    },
  },
];
