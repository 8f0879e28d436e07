/**
 * The work's page: its numbered copies as they move, what comes too late, a closer look, wishes; and what becomes of it in the cart and after.
 */
import assert from 'node:assert/strict';

import { axe, fits, invalidHtml } from '../browser.mjs';
import { PASSWORD } from '../house.mjs';
import { addToCart, connected, fillCheckout, placeOrder, seen, signIn } from '../shop.mjs';

const PRINT = { kind: 'limited', label: 'Giclée print', size: 25, artist_proofs: 2, price: { amount: 24000, currency: 'EUR' } };
const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

export async function prepare(house) {
  const admin = await house.admin();
  const artist = await house.person('Ines Aldana', 'artist');
  const customer = await house.person('Carla Reader', 'customer');
  const works = {
    prints: await house.hang(artist, 'Low Tide, Evening', [{}, PRINT], 31),
    keyed: await house.hang(artist, 'Orchard', [PRINT], 32),
    plain: await house.hang(artist, 'Square of Light', [PRINT], 33),
    one: await house.hang(artist, 'Northern Harbour', [{}], 34),
    large: await house.hang(artist, 'Long Shore', [{ ...PRINT, size: 1000, artist_proofs: 0, width_cm: 300, height_cm: 200 }], 35),
    small: await house.hang(artist, 'Salt', [{ width_cm: 3, height_cm: 3 }], 36),
    looks: await house.hang(artist, 'Violet Hour', [{}, PRINT], 37),
    pair: await house.hang(artist, 'Standing Figure', [{}], 38),
    fine: await house.hang(artist, 'Close Weather', [{}], 39, [3600, 2400]),
  };
  return { admin, artist, customer, works };
}

/** The square of a copy in the map of an edition. */
function square(page, ordinal) {
  return page.locator(`edition-map [data-copy="${ordinal}"]`);
}

async function openMap(page, slug) {
  await page.goto(`/artworks/${slug}`);
  await page.locator('.edition__map > summary').click();
  await square(page, 1).waitFor();
}

export const scenarios = [
  {
    name: 'work: one picks a number, and everybody else sees it held within a second',
    async run({ visit, works, house, shot, artist, admin }) {
      const [{ page: one }, { page: two }, { page: desk }, { page: floor }] = [await visit(), await visit(), await visit(), await visit()];
      await openMap(one, works.prints.slug);
      await openMap(two, works.prints.slug);
      await signIn(desk, artist.email, `/studio/works/${works.prints.id}`);
      await desk.locator('.stock-desk__map > summary').click();
      await signIn(floor, admin.email, '/console/inventory');
      await floor.locator('tr', { hasText: 'Low Tide' }).locator('summary', { hasText: 'Copy by copy' }).first().click();
      await square(floor, 27).waitFor();
      for (const page of [one, two, desk, floor]) await connected(page);
      await square(one, 7).click();
      assert.equal(await one.locator('.edition__radio:checked').count(), 1);
      await one.getByRole('button', { name: 'Add No. 7 of 25 to cart' }).click();
      await seen(one, 'No. 7 of 25 is held for you');
      const began = Date.now();
      for (const page of [two, desk, floor]) await page.locator('edition-map [data-copy="7"].copy--held').first().waitFor();
      assert.ok(Date.now() - began < 1_000, `it took ${Date.now() - began} ms`);
      assert.match(await square(two, 7).textContent(), /held by another collector/);
      assert.equal(await square(two, 7).locator('input').isDisabled(), true);
      await seen(two, '26 free, 1 held');
      await shot(two, 'map-held');
      await openMap(one, works.prints.slug);
      await one.locator('edition-map [data-copy="7"].copy--yours').waitFor();
      // A number that is taken under one's hand is let go, and said.
      await square(two, 9).click();
      await square(two, 3).click();
      await house.call('POST', '/cart/items', {
        headers: { 'x-visitor': await house.visitor() }, body: { edition_id: works.prints.editions[1].id, numbers: ['9/25'] },
      });
      await two.locator('edition-map [data-copy="9"].copy--held').waitFor();
      assert.equal(await square(two, 3).locator('input').isChecked(), true);
      await two.getByRole('button', { name: 'Add No. 3 of 25 to cart' }).waitFor();
    },
  },
  {
    name: 'work: a number is picked with the keyboard alone',
    async run({ visit, works }) {
      const { page } = await visit();
      await page.goto(`/artworks/${works.keyed.slug}`);
      await page.locator('.edition__map > summary').focus();
      await page.keyboard.press('Enter');
      await square(page, 1).waitFor();
      // The arrows are the script's: the squares have stood there before it, each a stop of its own.
      await page.locator('edition-map [data-copy="2"] input[tabindex="-1"]').waitFor();
      await page.keyboard.press('Tab');
      const at = () => page.evaluate(() => document.activeElement.closest('[data-copy]')?.dataset.copy);
      assert.equal(await at(), '1', 'one stop for the whole map');
      for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
      assert.equal(await at(), '5');
      await page.keyboard.press('ArrowDown');
      const below = Number(await at());
      assert.ok(below > 5);
      await page.keyboard.press('ArrowUp');
      assert.equal(await at(), '5');
      await page.keyboard.press('End');
      assert.equal(await at(), '27');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Space');
      const button = page.getByRole('button', { name: 'Add Artist’s proof 1 of 2 to cart' });
      await button.waitFor();
      await button.focus();
      await page.keyboard.press('Enter');
      await seen(page, 'Artist’s proof 1 of 2 is held for you');
    },
  },
  {
    name: 'work: a number is picked without scripts',
    async run({ visit, works, house, shot }) {
      const { page } = await visit({ javaScriptEnabled: false });
      await openMap(page, works.plain.slug);
      await square(page, 12).locator('input').check({ force: true });
      await shot(page, 'map-without-scripts');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await seen(page, 'No. 12 of 25 is held for you');
      const { page: late } = await visit({ javaScriptEnabled: false });
      await openMap(late, works.plain.slug);
      assert.equal(await square(late, 12).locator('input').isDisabled(), true);
      await square(late, 13).locator('input').check({ force: true });
      await house.call('POST', '/cart/items', {
        headers: { 'x-visitor': await house.visitor() }, body: { edition_id: works.plain.editions[0].id, numbers: ['13/25'] },
      });
      await late.getByRole('button', { name: 'Add to cart' }).click();
      await seen(late, 'Somebody was quicker with that number.');
    },
  },
  {
    name: 'work: who comes too late sees until when, wishes for it, and hears that it is free again',
    async run({ visit, works, house, customer, shot }) {
      const other = await house.visitor();
      await house.hold(other, works.one.editions[0].id);
      const { page } = await visit();
      await page.goto(`/artworks/${works.one.slug}`);
      await seen(page, /Held by another collector, free again at \d\d:\d\d at the latest/);
      await shot(page, 'too-late');
      await signIn(page, customer.email, `/artworks/${works.one.slug}`, PASSWORD);
      const heart = page.locator('.work__name').getByRole('button', { name: 'Wish for Northern Harbour' });
      await heart.click();
      await page.locator('.work__name .heart__button[aria-pressed="true"]').waitFor();
      await page.goto('/wishlist');
      await page.getByRole('link', { name: 'Northern Harbour' }).waitFor();
      await connected(page);
      assert.equal(await page.locator('[data-add]').isDisabled(), true);
      const cart = await house.call('GET', '/cart', { headers: { 'x-visitor': other } });
      await house.call('DELETE', `/cart/items/${cart.lines[0].id}`, { headers: { 'x-visitor': other } });
      await page.locator('.stock--free').waitFor();
      await page.locator('#announcer', { hasText: 'Northern Harbour is free again.' }).waitFor({ state: 'attached' });
      await shot(page, 'wishlist');
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await invalidHtml(page), []);
      await page.getByRole('button', { name: /^Add to cart/ }).click();
      await seen(page, 'It is in your cart and held for you.');
      await page.goto('/wishlist');
      await page.getByRole('button', { name: 'Wish for Northern Harbour' }).click();
      await page.locator('[data-wish]').waitFor({ state: 'detached' });
      await page.reload();
      await seen(page, 'Nothing on it yet.');
    },
  },
  {
    name: 'work: wishes are made without scripts',
    async run({ visit, works, customer }) {
      const { page } = await visit({ javaScriptEnabled: false });
      await signIn(page, customer.email, `/artworks/${works.small.slug}`, PASSWORD);
      await page.locator('.work__name').getByRole('button', { name: 'Wish for Salt' }).click();
      await seen(page, 'It is on your wish list.');
      assert.match(page.url(), new RegExp(`/artworks/${works.small.slug}`));
      await page.goto('/wishlist');
      await page.getByRole('button', { name: 'Wish for Salt' }).click();
      await seen(page, 'It is off your wish list.');
    },
  },
  {
    name: 'work: a picture is looked at closely by mouse and by keys, and the page is where it was afterwards',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await page.goto(`/artworks/${works.looks.slug}`);
      const link = page.locator('.work__picture > a').first();
      await page.waitForFunction(() => customElements.get('picture-viewer'));
      await link.focus();
      await page.keyboard.press('Enter');
      const viewer = page.locator('dialog.viewer[open]');
      await viewer.waitFor();
      const zoom = async () => Number(await viewer.evaluate((dialog) => dialog.style.getPropertyValue('--zoom')));
      assert.equal(await zoom(), 1);
      await page.keyboard.press('+');
      await page.keyboard.press('+');
      const near = await zoom();
      assert.ok(near > 1.5, String(near));
      await page.keyboard.press('ArrowRight');
      await page.mouse.move(600, 400);
      await page.mouse.wheel(0, -300);
      await page.waitForFunction((before) => Number(document.querySelector('dialog.viewer').style.getPropertyValue('--zoom')) > before, near);
      await shot(page, 'viewer');
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press('0');
      assert.equal(await zoom(), 1);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest('dialog')) || document.activeElement === document.body), true, 'the focus stays in it');
      await page.keyboard.press('Escape');
      await viewer.waitFor({ state: 'hidden' });
      assert.equal(await link.evaluate((element) => element === document.activeElement), true);
    },
  },
  {
    name: 'work: a large picture shows its own pixels where one looks closely',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await page.goto(`/artworks/${works.fine.slug}`);
      await page.waitForFunction(() => customElements.get('picture-viewer'));
      await page.locator('.work__picture > a').first().click();
      await page.locator('dialog.viewer[open]').waitFor();
      assert.equal(await page.locator('.tiles__one').count(), 0, 'the widest file is fine enough for the whole picture');
      for (let step = 0; step < 8; step += 1) await page.keyboard.press('+');
      const tiles = page.locator('.tiles__one');
      await page.waitForFunction(() => {
        const all = [...document.querySelectorAll('.tiles__one')];
        return all.length > 0 && all.every((tile) => tile.complete && tile.naturalWidth > 0);
      });
      // What lies under the middle of the window is the picture's same place, finer: its colour is that of the file below.
      const far = await page.evaluate(() => {
        const colour = (image, x, y) => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [1, 1];
          const pen = canvas.getContext('2d');
          pen.drawImage(image, x * image.naturalWidth, y * image.naturalHeight, 1, 1, 0, 0, 1, 1);
          return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
        };
        const below = document.querySelector('dialog.viewer img:not(.tiles__one)');
        const whole = below.getBoundingClientRect();
        return Math.max(...[...document.querySelectorAll('.tiles__one')].map((tile) => {
          const box = tile.getBoundingClientRect();
          const [x, y] = [(box.left + box.width / 2 - whole.left) / whole.width, (box.top + box.height / 2 - whole.top) / whole.height];
          const [fine, coarse] = [colour(tile, 0.5, 0.5), colour(below, x, y)];
          return Math.max(...fine.map((value, channel) => Math.abs(value - coarse[channel])));
        }));
      });
      assert.ok(far <= 12, `a tile differs from its place by ${far} of 255`);
      await shot(page, 'tiles');
      await page.keyboard.press('0');
      await page.waitForFunction(() => document.querySelectorAll('.tiles__one').length === 0);
      assert.equal(await tiles.count(), 0);
    },
  },
  {
    name: 'work: delivery is priced by country with and without scripts, and the work is drawn to scale',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await page.goto(`/artworks/${works.looks.slug}`);
      await page.getByLabel(/^Sent from/).selectOption('DE');
      await page.locator('.ship__offer').first().waitFor();
      assert.match(await page.locator('.ship__offers').textContent(), /€[\d.,]+, \d.* working days/);
      assert.match(page.url(), /ship_to=DE/);
      const { page: bare } = await visit({ javaScriptEnabled: false });
      for (const work of [works.large, works.small]) {
        await bare.goto(`/artworks/${work.slug}`);
        await bare.getByLabel(/^Sent from/).selectOption('FR');
        await bare.getByRole('button', { name: 'Show', exact: true }).click();
        await bare.locator('.ship__offer').first().waitFor();
        await bare.getByRole('img', { name: /Drawn to scale: the work, H / }).waitFor();
        await shot(bare, `scale-${work.slug}`);
      }
      const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
      assert.deepEqual(data['@type'], ['VisualArtwork', 'Product']);
      assert.equal(data.offers.length, 2);
    },
  },
  {
    name: 'work: the work’s page is whole at every width, in both themes, on a phone with its bar',
    async run({ visit, works, shot }) {
      for (const [width, options] of [[390, PHONE], [820, { viewport: { width: 820, height: 1100 } }], [1440, { viewport: { width: 1440, height: 900 } }]]) {
        const { page } = await visit(options);
        for (const [name, work] of [['prints', works.looks], ['large', works.large]]) {
          await page.goto(`/artworks/${work.slug}?ship_to=DE`);
          await connected(page);
          if (width === 390) {
            const bar = page.locator('.buybar');
            await page.evaluate(() => scrollTo(0, 0));
            await page.waitForFunction(() => customElements.get('buy-bar'));
            await page.locator('.work__story').scrollIntoViewIfNeeded();
            await bar.getByRole('button', { name: 'Buy' }).waitFor();
            await shot(page, `work-${name}-bar`);
          }
          await page.locator('.edition__map > summary').click();
          await square(page, 25).waitFor();
          await fits(page, `${name} at ${width}`);
          assert.deepEqual(await axe(page), [], `${name} at ${width}`);
          if (width === 1440) assert.deepEqual(await invalidHtml(page), [], name);
          await shot(page, `work-${name}-${width}`);
        }
      }
      const { page } = await visit(PHONE);
      await page.goto(`/artworks/${works.pair.slug}`);
      await page.locator('.work__story').scrollIntoViewIfNeeded();
      await page.locator('.buybar').getByRole('button', { name: 'Buy' }).click();
      await seen(page, 'It is in your cart and held for you.');
    },
  },
  {
    name: 'work: a buyer reviews the work on its page, and others read it',
    async run({ visit, works, customer, shot }) {
      const { page } = await visit();
      await signIn(page, customer.email, '/', PASSWORD);
      await addToCart(page, works.plain.slug);
      await fillCheckout(page);
      await placeOrder(page);
      await seen(page, 'Thank you, it is yours');
      await page.goto(`/artworks/${works.plain.slug}`);
      await page.locator('.reviews__write > summary').click();
      await page.getByLabel('Rating').selectOption('4');
      await page.getByLabel(/^Your words/).fill('Better than in the picture.\n\n<b>Truly</b>');
      await page.getByRole('button', { name: 'Send the review' }).click();
      await seen(page, 'Your review stands below.');
      const { page: other } = await visit();
      await other.goto(`/artworks/${works.plain.slug}`);
      await seen(other, 'Better than in the picture.');
      await seen(other, '<b>Truly</b>');
      await seen(other, '4.0 of 5, 1 review');
      assert.equal(await other.locator('.reviews__write').count(), 0);
      await shot(other, 'reviews');
      assert.deepEqual(await axe(other), []);
    },
  },
];
