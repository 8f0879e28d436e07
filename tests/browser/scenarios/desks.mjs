/**
 * The studio and the console: works made in forms, sales and stock as they move.
 */
import assert from 'node:assert/strict';

import { png } from '../pixels.mjs';
import { connected, seen, signIn } from '../shop.mjs';

export async function prepare(house) {
  const admin = await house.admin();
  const artist = await house.person('Ines Aldana', 'artist');
  const works = { run: await house.hang(artist, 'Night Run', [{ kind: 'limited', size: 9, price: { amount: 8000, currency: 'EUR' } }], 31) };
  return { admin, artist, works };
}

async function fillWork(page, title) {
  await page.locator('#title').fill(title);
  await page.locator('#medium').fill('Gouache on paper');
  await page.locator('#year').fill('2025');
  await page.locator('#description').fill('Made at the window.');
  await page.locator('#styles').fill('minimal, quiet');
  await page.locator('#provenance').fill('The studio\nA collection');
  await page.locator('[id="editions.0.price"]').fill('1,250.50');
  await page.locator('[id="editions.0.height_cm"]').fill('40,5');
  await page.locator('[id="editions.0.width_cm"]').fill('30');
  await page.locator('[id="editions.0.weight_kg"]').fill('0.8');
}

const picture = (seed) => ({ name: 'work.png', mimeType: 'image/png', buffer: png(400, 500, seed) });

export const scenarios = [
  {
    name: 'a sale comes into the studio the moment it is made',
    async run({ visit, house, artist, works, shot }) {
      const { page } = await visit();
      await signIn(page, artist.email, '/studio');
      await connected(page);
      const visitor = await house.visitor();
      await house.hold(visitor, works.run.editions[0].id, 2);
      await page.locator('.feed__row', { hasText: 'Put on hold: Night Run' }).first().waitFor();
      await page.locator('[data-figure="held"]', { hasText: /^2$/ }).waitFor();
      await house.buy(visitor);
      await page.locator('.feed__row', { hasText: /Sold: Night Run, No\. \d of 9, No\. \d of 9/ }).waitFor();
      await page.locator('[data-figure="sales"]', { hasText: /^1$/ }).waitFor();
      await page.locator('[data-figure="amount"]', { hasText: '€160' }).waitFor();
      await page.reload();
      await page.locator('.feed__row', { hasText: 'Sold: Night Run' }).waitFor();
      await shot(page, 'studio');
    },
  },
  {
    name: 'a work is made, shown, changed, paused and hung again',
    async run({ visit, artist, shot }) {
      const { page, expect } = await visit();
      expect(/status of 422/);
      await signIn(page, artist.email, '/studio/works/new');
      await fillWork(page, 'Window, Morning');
      await page.getByRole('button', { name: 'Publish' }).click();
      // Everything is there but the picture: the form stays, and says so.
      await page.locator('#errors', { hasText: 'Please choose a picture.' }).waitFor();
      await shot(page, 'studio-mistakes');
      await page.locator('#image').setInputFiles([picture(41), picture(42)]);
      await page.locator('[data-preview]').nth(1).waitFor({ state: 'visible' });
      await page.getByRole('button', { name: 'Publish' }).click();
      await seen(page, 'Published: the work hangs in the gallery now.');
      assert.equal(await page.locator('[data-picture]').count(), 2);
      await page.getByRole('link', { name: 'Its page in the gallery' }).click();
      await seen(page, '€1,250.50');
      await seen(page, 'H 40.5 × W 30 cm (15.9 × 11.8 in)');
      await seen(page, 'A collection');
      await page.goto('/studio/works');
      const line = page.locator('.line', { hasText: 'Window, Morning' });
      await line.getByRole('link', { name: 'Window, Morning', exact: true }).click();
      assert.equal(await page.locator('#title').inputValue(), 'Window, Morning');
      await page.locator('#description').fill('Made at the window, in one sitting.');
      await page.locator('input[id^="price."]').fill('1300');
      await page.locator('#words').getByRole('button', { name: 'Save', exact: true }).click();
      await seen(page, 'Saved.');
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await seen(page, 'Paused: the work is out of sight.');
      await page.getByRole('button', { name: 'Resume', exact: true }).click();
      await seen(page, 'The work hangs in the gallery again.');
      await page.getByRole('link', { name: 'Its page in the gallery' }).click();
      await seen(page, 'in one sitting');
      await seen(page, '€1,300');
    },
  },
  {
    name: 'a draft is begun without scripts and finished later',
    async run({ visit, artist }) {
      const { page, expect } = await visit({ javaScriptEnabled: false });
      expect(/status of (415|422)/);
      await signIn(page, artist.email, '/studio/works/new');
      await page.locator('#title').fill('Unfinished');
      await page.getByRole('button', { name: 'Save as a draft' }).click();
      await seen(page, 'Saved.');
      await seen(page, 'Still missing: a description, the medium, the year, a picture, an edition.');
      await page.locator('#image').setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
      await page.getByRole('button', { name: 'Add pictures' }).click();
      await page.locator('#image-error', { hasText: /\w/ }).waitFor();
      await page.locator('#image').setInputFiles([picture(42), picture(43)]);
      await page.getByRole('button', { name: 'Add pictures' }).click();
      await seen(page, 'The pictures hang.');
      // Ordered and described by buttons alone.
      const first = () => page.locator('[data-picture]').first().getAttribute('data-picture');
      const led = await first();
      await page.locator('[data-picture]').first().getByRole('button', { name: /^Later/ }).click();
      await seen(page, 'The pictures have their new order.');
      assert.notEqual(await first(), led);
      await page.locator('[data-picture] input[name="alt"]').first().fill('A window with rain on it');
      await page.locator('[data-picture]').first().getByRole('button', { name: /^Save/ }).click();
      await seen(page, 'Saved.');
      await fillWork(page, 'Finished After All');
      await page.locator('#words').getByRole('button', { name: 'Publish' }).click();
      await seen(page, 'Published: the work hangs in the gallery now.');
      await page.goto('/?q=finished');
      await seen(page, 'Finished After All');
    },
  },
  {
    name: 'what a work was bought for and that it is resold is noted, and what follows is told',
    async run({ visit, artist, works, shot }) {
      const { page, expect } = await visit();
      expect(/status of 422/);
      await signIn(page, artist.email, `/studio/works/${works.run.id}`);
      await page.getByRole('link', { name: 'Purchase and resale' }).click();
      await page.locator('#bought_for').fill('a lot');
      await page.locator('#bought_on').fill('2025-02-03');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.locator('#bought_for-error', { hasText: 'The price is needed' }).waitFor();
      await page.locator('#bought_for').fill('810.50');
      await page.locator('[name="is_resale"]').check();
      await page.locator('#nationality').selectOption('FR');
      await page.locator('#died').fill('1987');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await seen(page, 'Saved.');
      await page.locator('.line', { hasText: /esale right/ }).first().waitFor();
      assert.equal(await page.locator('#bought_for').inputValue(), '810.50');
      await shot(page, 'studio-books');
      await page.locator('[name="is_resale"]').uncheck();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await seen(page, 'Saved.');
      assert.equal(await page.locator('.line', { hasText: /esale right/ }).count(), 0);
    },
  },
  {
    name: 'stock and orders move in the console, and stock is adjusted there',
    async run({ visit, house, admin, works, shot }) {
      const { page } = await visit();
      await signIn(page, admin.email, '/console/inventory');
      await connected(page);
      const { page: floor } = await visit();
      await signIn(floor, admin.email, '/console/orders');
      await connected(floor);
      const editionId = works.run.editions[0].id;
      const row = page.locator(`tr[data-edition="${editionId}"]`);
      const cell = (name) => row.locator(`[data-cell="${name}"]`);
      const is = (name, number) => cell(name).filter({ hasText: new RegExp(`^${number}$`) }).waitFor();
      const free = Number(await cell('available').innerText());
      const sold = Number(await cell('sold').innerText());
      const visitor = await house.visitor();
      await house.hold(visitor, editionId);
      await is('held', 1);
      await is('available', free - 1);
      const { order } = await house.buy(visitor);
      await is('sold', sold + 1);
      const orders = floor.locator(`tr[data-order="${order.id}"]`);
      await orders.locator('[data-cell="payment_status"]', { hasText: 'paid' }).waitFor();
      await row.getByText('Adjust').first().click();
      await row.getByLabel('Copies, plus or minus').fill('-1');
      await row.getByLabel('Reason').fill('Damaged in the frame');
      await row.getByRole('button', { name: 'Adjust' }).click();
      await is('withdrawn', 1);
      await shot(page, 'console-inventory');
      await page.goto('/console/inventory?q=night');
      await page.locator(`tr[data-edition="${editionId}"]`).waitFor();
    },
  },
  {
    name: 'sales are paused and resumed from the console, and the pages say so',
    async run({ visit, admin, works }) {
      const { page } = await visit();
      await signIn(page, admin.email, '/console');
      await page.getByRole('button', { name: 'Pause sales' }).click();
      await seen(page, 'Sales are paused: no new reservations are taken.');
      const { page: shop } = await visit();
      const closed = shop.getByText('Sales are paused for the moment.');
      do await shop.goto(`/artworks/${works.run.slug}`); while (await closed.count() === 0);
      assert.equal(await shop.getByRole('button', { name: 'Add to cart' }).count(), 0);
      await page.getByRole('button', { name: 'Resume sales' }).click();
      await seen(page, 'Sales go on.');
      do await shop.goto(`/artworks/${works.run.slug}`); while (await closed.count() > 0);
      await shop.getByRole('button', { name: 'Add to cart' }).waitFor();
    },
  },
  {
    name: 'stock is adjusted without scripts, too, and nonsense is refused',
    async run({ visit, admin, works }) {
      const { page } = await visit({ javaScriptEnabled: false });
      await signIn(page, admin.email, '/console/inventory');
      const row = page.locator(`tr[data-edition="${works.run.editions[0].id}"]`);
      const withdrawn = Number(await row.locator('[data-cell="withdrawn"]').innerText());
      const adjust = async (delta) => {
        await row.getByText('Adjust').first().click();
        await row.getByLabel('Copies, plus or minus').fill(delta);
        await row.getByLabel('Reason').fill('Counted again');
        await row.getByRole('button', { name: 'Adjust' }).click();
      };
      await adjust('-1');
      await seen(page, 'The stock is adjusted.');
      assert.equal(Number(await row.locator('[data-cell="withdrawn"]').innerText()), withdrawn + 1);
      await adjust('-9999');
      await page.locator('.notice--bad').waitFor();
    },
  },
];
