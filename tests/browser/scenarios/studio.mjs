/**
 * The day of a seller: pictures sent and ordered, an order packed and followed, copies sold at a fair, a table imported, a gallery's people.
 */
import assert from 'node:assert/strict';

import { axe, fits } from '../browser.mjs';
import { png } from '../pixels.mjs';
import { connected, seen, signIn } from '../shop.mjs';

const PRINT = { kind: 'limited', size: 9, price: { amount: 8000, currency: 'EUR' } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const works = {
    run: await house.hang(artist, 'Night Run', [PRINT], 31),
    fair: await house.hang(artist, 'Harbour Fair', [PRINT], 32),
  };
  return { artist, works };
}

const picture = (seed) => ({ name: `picture-${seed}.png`, mimeType: 'image/png', buffer: png(400, 500, seed) });

export const scenarios = [
  {
    name: 'a work gets two pictures one after the other, is described and ordered in place, hangs, and sells while its maker looks on',
    async run({ visit, house, artist, shot }) {
      const { page } = await visit();
      await signIn(page, artist.email, '/studio/works/new');
      await page.locator('#title').fill('Two Windows');
      await page.locator('#medium').fill('Gouache');
      await page.locator('#year').fill('2026');
      await page.locator('#description').fill('Seen twice.');
      for (const [field, value] of [['price', '300'], ['height_cm', '20'], ['width_cm', '20'], ['weight_kg', '0.3']]) {
        await page.locator(`[id="editions.0.${field}"]`).fill(value);
      }
      await page.getByRole('button', { name: 'Save as a draft' }).click();
      await seen(page, 'Still missing: a picture.');
      await page.locator('#description').fill('Seen twice, through glass.'); // typed before the pictures come
      await page.locator('#image').setInputFiles([picture(51), picture(52)]);
      await page.locator('[data-picture]').nth(1).waitFor();
      assert.equal(await page.locator('#description').inputValue(), 'Seen twice, through glass.');
      const order = () => page.locator('[data-picture]').evaluateAll((all) => all.map((one) => one.dataset.picture));
      const [first, second] = await order();
      await page.locator(`[data-picture="${second}"]`).getByRole('button', { name: /^Earlier/ }).click();
      await page.waitForFunction((id) => document.querySelector('[data-picture]').dataset.picture === id, second);
      assert.deepEqual(await order(), [second, first]);
      await page.locator(`[data-picture="${second}"]`).dragTo(page.locator(`[data-picture="${first}"]`));
      await page.waitForFunction((id) => document.querySelector('[data-picture]').dataset.picture === id, first);
      const revision = () => page.locator('#revision').inputValue();
      const before = Number(await revision());
      await page.locator(`#alt-${first}`).fill('A window at noon');
      await page.locator(`[data-picture="${first}"]`).getByRole('button', { name: /^Save/ }).click();
      await page.waitForFunction(async (id) => (await (await fetch(`/api/v1/artworks/${location.pathname.split('/').at(-1)}`)).json())
        .images.find((image) => image.id === id).alt === 'A window at noon', first);
      await page.waitForFunction((known) => Number(document.getElementById('revision').value) === known + 1, before);
      // The pictures were our own doing: the words that were typed meanwhile are saved, not refused.
      await page.locator('#words').getByRole('button', { name: 'Publish' }).click();
      await seen(page, 'Published: the work hangs in the gallery now.');
      assert.equal(await page.locator('#description').inputValue(), 'Seen twice, through glass.');
      await shot(page, 'studio-desk');
      const id = new URL(page.url()).pathname.split('/').at(-1);
      await page.goto('/studio');
      await connected(page);
      const visitor = await house.visitor();
      const work = await house.call('GET', `/artworks/${id}`);
      await house.hold(visitor, work.editions[0].id);
      await page.locator('.feed__row', { hasText: 'Put on hold: Two Windows' }).waitFor();
      await house.buy(visitor);
      await page.locator('.feed__row', { hasText: 'Sold: Two Windows' }).waitFor();
      await page.locator('.rooms__count', { hasText: /^1$/ }).waitFor();
      await page.locator('#chart-words', { hasText: '€300 so far today' }).waitFor();
      const sound = page.locator('[data-feed-sound]');
      assert.equal(await sound.innerText(), 'Sound is off');
      await sound.click();
      assert.equal(await sound.getAttribute('aria-pressed'), 'true');
    },
  },
  {
    name: 'an order is packed and sent, and its buyer sees the parcel without reloading',
    async run({ visit, house, artist, works, shot }) {
      const visitor = await house.visitor();
      await house.hold(visitor, works.run.editions[0].id, 2);
      const { order } = await house.buy(visitor);
      const { page } = await visit();
      await signIn(page, artist.email, '/studio/orders');
      await page.getByRole('link', { name: order.number }).click();
      await seen(page, 'No. 2 of 9');
      await page.locator('#carrier').fill('DHL');
      await page.locator('#tracking_number').fill('JJD0042');
      await shot(page, 'studio-pack');
      const { page: buyer, context } = await visit();
      await context.addCookies([{ name: 'impasto_visitor', value: visitor, url: house.url }]);
      await buyer.goto(`/orders/${order.id}`);
      await connected(buyer);
      await page.getByRole('button', { name: 'Sent: tell the buyer' }).click();
      await seen(page, 'Noted: the parcel is on its way, and the buyer sees it.');
      await seen(buyer, 'On its way with DHL');
      const link = buyer.getByRole('link', { name: 'JJD0042' });
      assert.match(await link.getAttribute('href'), /tracking-id=JJD0042$/);
      await page.getByRole('button', { name: /^It has arrived/ }).click();
      await seen(page, 'Noted: the parcel has arrived.');
      await buyer.locator('[data-headline]', { hasText: 'Delivered' }).waitFor();
    },
  },
  {
    name: 'a copy is noted as sold elsewhere from a telephone, and taken back when it was a mistake',
    async run({ visit, artist, works, house, shot }) {
      const { page } = await visit(PHONE);
      await signIn(page, artist.email, '/studio/sold');
      await shot(page, 'fair-works');
      await page.getByRole('link', { name: /Harbour Fair/ }).tap();
      await page.getByRole('radio', { name: '3', exact: true }).tap();
      await shot(page, 'fair-copies');
      await page.getByRole('button', { name: /^Sold/ }).tap();
      await seen(page, '3 copies of Harbour Fair are noted as sold elsewhere.');
      await shot(page, 'fair-done');
      assert.deepEqual(await axe(page), []);
      const stock = async () => (await house.call('GET', `/artworks/${works.fair.id}`)).editions[0].stock;
      assert.equal((await stock()).available, 6);
      await page.getByRole('button', { name: 'That was a mistake: put it back' }).tap();
      await seen(page, 'Back for sale.');
      assert.equal((await stock()).available, 9);
      await fits(page, 'sold elsewhere');
    },
  },
  {
    name: 'a form that was filled from an older version is refused in words, and nothing is written over',
    async run({ visit, house, artist, works }) {
      const { page, expect } = await visit();
      expect(/status of 412/);
      await signIn(page, artist.email, `/studio/works/${works.run.id}`);
      await house.call('PATCH', `/artworks/${works.run.id}`, { token: artist.token, body: { medium: 'Ink' } });
      await page.locator('#description').fill('Mine.');
      await page.locator('#words').getByRole('button', { name: 'Save', exact: true }).click();
      await page.locator('#errors', { hasText: 'changed somewhere else since this form was opened' }).waitFor();
      assert.equal((await house.call('GET', `/artworks/${works.run.id}`)).medium, 'Ink');
    },
  },
  {
    name: 'a table is rehearsed, corrected and imported with its picture',
    async run({ visit, artist, shot }) {
      const { page } = await visit();
      await signIn(page, artist.email, '/studio/import');
      const head = 'title,year,medium,description,images,height_cm,width_cm,weight_kg,price';
      const table = (price) => ({
        name: 'works.csv', mimeType: 'text/csv', buffer: Buffer.from(`${head}\nShore,2024,Ink,Lines.,shore.png,20,30,0.5,${price}\nBare,,,,,,,,\n`),
      });
      await page.locator('#csv').setInputFiles(table('cheap'));
      await page.locator('#import-images').setInputFiles({ ...picture(61), name: 'Shore.png' });
      await page.getByRole('button', { name: 'Rehearse: write nothing' }).click();
      await seen(page, '1 work would be made, 1 line would be refused.');
      await seen(page, 'price: must be an amount');
      await shot(page, 'studio-rehearsal');
      await page.locator('#csv').setInputFiles(table('80'));
      await page.locator('#submit').check();
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await seen(page, '2 works were made, 1 of them handed in, 0 lines were refused.');
      await page.getByRole('link', { name: 'See your works' }).click();
      await page.locator('.line', { hasText: 'Shore' }).locator('.tag', { hasText: 'On the wall' }).waitFor();
      await page.locator('.line', { hasText: 'Bare' }).locator('.tag', { hasText: 'Draft' }).waitFor();
    },
  },
  {
    name: 'a seller makes shipping prices of its own, sees what a work would cost, and changes them by a file',
    async run({ visit, artist, shot }) {
      const { page, expect } = await visit({ javaScriptEnabled: false });
      expect(/status of 422/);
      await signIn(page, artist.email, '/studio/shipping');
      await page.getByText('These are the prices of the house.').waitFor();
      const table = 'standard; Standard; home; 10; 120; EUR 12; 2-4\nstandard; Standard; CH; 10; 120; EUR 40; 4-9';
      await page.locator('#table').fill(`${table}\nstandard; Standard; mars; 10; 120; EUR 40; 4-9`);
      await page.getByRole('button', { name: 'Save the prices' }).click();
      await page.locator('#table-error').getByText('Line 3').waitFor();
      await page.locator('#table').fill(table);
      await page.getByText('Collecting', { exact: true }).click();
      await page.getByLabel('Where to collect').fill('Hof 1\n20095 Hamburg');
      await page.getByLabel('Price of collecting').fill('EUR 0');
      await page.getByRole('button', { name: 'Save the prices' }).click();
      await page.getByText('These are your own prices.').waitFor();
      await page.getByText('Standard: insurance, crates and limits').click();
      await page.locator('[id="standard.crate_prices"]').fill('EUR 80');
      await page.getByLabel('Framed works need one').check();
      await page.locator('[id="standard.insurance_percent"]').fill('1');
      await page.getByRole('button', { name: 'Save the prices' }).click();
      await seen(page, 'Saved. It counts from now on.');
      await page.locator('#ship_to').selectOption('CH');
      await page.locator('#price').fill('1000');
      await page.locator('input[name="framed"]').check();
      await page.getByRole('button', { name: 'Show the prices' }).click();
      const offers = page.locator('#offers .line');
      assert.equal(await offers.count(), 1);
      assert.match(await offers.first().textContent(), /80.*10.*130/s);
      await shot(page, 'studio-shipping');

      const csv = 'method,name,zone,weight_kg_max,longest_side_cm_max,prices,days_min,days_max\nstandard,Standard,home,10,120,EUR 15,2,4\n';
      await page.locator('#csv').setInputFiles({ name: 'shipping.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByRole('button', { name: 'Rehearse' }).click();
      await page.getByText('0 new, 1 changed, 1 gone.').waitFor();
      await page.getByRole('button', { name: 'Make these changes' }).click();
      assert.equal(await page.locator('#table').inputValue(), 'standard; Standard; home; 10; 120; EUR 15; 2-4');
      assert.equal(await page.locator('[id="standard.crate_prices"]').inputValue(), 'EUR 80');
      assert.match(await page.getByLabel('Where to collect').inputValue(), /^Hof 1/);
      await page.getByRole('button', { name: 'Use the prices of the house again' }).click();
      await page.getByText('These are the prices of the house.').waitFor();
    },
  },
  {
    name: 'a gallery adds an artist and a member by forms alone',
    async run({ visit, house, artist, shot }) {
      const helper = await house.person('Hanna Helper', 'customer');
      const { page, expect } = await visit({ javaScriptEnabled: false });
      expect(/status of 422/);
      await signIn(page, artist.email, '/studio/seller');
      await page.getByText('Another artist').click();
      await page.locator('#artist-name').fill('Käthe Ilm');
      await page.getByRole('button', { name: 'Add the artist' }).click();
      await seen(page, 'The artist is added');
      await page.locator('#email').fill('nobody@example.test');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await seen(page, 'That address has no account here.');
      await page.locator('#email').fill(helper.email);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await seen(page, 'Added: they have the studio from their next sign-in on.');
      await shot(page, 'studio-people');
      await page.goto('/studio/works/new');
      await page.locator('#artist').selectOption({ label: 'Käthe Ilm' });
      const { page: own } = await visit();
      await signIn(own, helper.email, '/studio/works');
      await own.locator('.line', { hasText: 'Night Run' }).waitFor();
    },
  },
];
