/**
 * The pages themselves: accessible, whole on a telephone, filtered in place, made of files that browsers keep.
 */
import assert from 'node:assert/strict';

import { axe, fits, invalidHtml } from '../browser.mjs';
import { addToCart, connected, fillCheckout, placeOrder, seen, signIn } from '../shop.mjs';

export async function prepare(house) {
  const admin = await house.admin();
  const artist = await house.person('Ines Aldana', 'artist');
  const print = { kind: 'limited', label: 'Giclée print', size: 25, artist_proofs: 2, price: { amount: 24000, currency: 'EUR' } };
  const works = [];
  const titles = ['Low Tide, Evening', 'Orchard', 'Square of Light', 'Northern Harbour', 'The Red Room, Again', 'Long Shore', 'Violet Hour'];
  for (const [index, title] of titles.entries()) works.push(await house.hang(artist, title, index % 2 ? [print] : [{}, print], 60 + index));
  return { admin, artist, works };
}

async function isAccessible(page, name) {
  assert.deepEqual(await axe(page), [], name);
}

/** Visits the main pages; `look` is asked at each. */
async function tour({ visit, works, admin, artist }, options, look) {
  const { page, expect } = await visit(options);
  const at = async (name, path) => {
    await page.goto(path);
    await look(page, name);
  };
  await at('gallery', '/');
  await at('gallery-filtered', '/?q=tide&medium=Oil+on+linen&available=true');
  await at('gallery-empty', '/?q=nothing+of+that+kind');
  await at('artwork', `/artworks/${works[0].slug}`);
  await at('artist', `/artists/${works[0].artist.slug}`);
  await at('cart-empty', '/cart');
  await addToCart(page, works[1].slug);
  await look(page, 'cart');
  await fillCheckout(page);
  await look(page, 'checkout');
  await placeOrder(page);
  await page.getByRole('link', { name: /Invoice/ }).waitFor();
  await look(page, 'order');
  await at('orders', '/account');
  await at('login', '/login');
  await at('register', '/register');
  expect(/status of 404/);
  await at('error', '/nowhere');
  const { page: desk } = await visit(options);
  await signIn(desk, artist.email, '/studio');
  await look(desk, 'studio');
  const room = async (name, path) => {
    await desk.goto(path);
    await look(desk, name);
  };
  await room('studio-works', '/studio/works');
  await room('studio-new', '/studio/works/new');
  await room('studio-work', `/studio/works/${works[0].id}`);
  await room('studio-orders', '/studio/orders');
  await desk.getByRole('link', { name: /^IM-/ }).first().click();
  await desk.getByRole('heading', { level: 1, name: /^IM-/ }).waitFor();
  await look(desk, 'studio-order');
  await desk.getByRole('link', { name: 'Packing slip', exact: true }).click();
  await desk.getByRole('heading', { name: 'Packing slip' }).waitFor();
  await look(desk, 'studio-slip');
  await room('studio-sold', '/studio/sold');
  await room('studio-sold-work', `/studio/sold/${works[1].id}`);
  await room('studio-import', '/studio/import');
  await room('studio-shipping', '/studio/shipping');
  await room('studio-seller', '/studio/seller');
  const { page: floor } = await visit(options);
  await signIn(floor, admin.email, '/console');
  await look(floor, 'console');
  for (const name of ['orders', 'inventory', 'holds', 'jobs', 'review']) {
    await floor.goto(`/console/${name}`);
    await look(floor, `console-${name}`);
  }
}

export const scenarios = [
  {
    name: 'the main pages are accessible, and valid HTML',
    run: (tools) => tour(tools, {}, async (page, name) => {
      await isAccessible(page, name);
      assert.deepEqual(await invalidHtml(page), [], name);
      await tools.shot(page, name);
    }),
  },
  {
    name: 'the main pages fit a telephone and are accessible there',
    run: (tools) => tour(tools, { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }, async (page, name) => {
      await fits(page, name);
      await isAccessible(page, name);
      await tools.shot(page, `telephone-${name}`);
    }),
  },
  {
    name: 'works are searched, filtered and sorted in place, and the way back leads back',
    async run({ visit }) {
      const { page } = await visit();
      await page.goto('/');
      await page.getByLabel('Search works and artists').fill('tide');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '“tide”: 1 work' }).waitFor();
      await page.goto('/');
      assert.equal(await page.locator('#grid .card').count(), 7);
      await page.evaluate(() => { window.sameDocument = true; });
      await page.getByLabel('Limited edition').check();
      await page.waitForURL(/edition=limited/);
      await page.locator('.chip', { hasText: 'Edition: Limited edition' }).waitFor();
      await page.getByLabel('Sort by').selectOption('price');
      await page.waitForURL(/sort=price/);
      await page.locator('.chip', { hasText: 'Edition: Limited edition' }).click();
      await page.waitForURL((url) => !url.search.includes('edition='));
      await page.goBack();
      await page.locator('.chip', { hasText: 'Edition: Limited edition' }).waitFor();
      assert.equal(await page.evaluate(() => window.sameDocument), true, 'the page was never left');
    },
  },
  {
    name: 'works are filtered without scripts',
    async run({ visit }) {
      const { page } = await visit({ javaScriptEnabled: false });
      await page.goto('/');
      await page.getByLabel('From', { exact: true }).fill('1000');
      await page.getByRole('button', { name: 'Show works' }).click();
      await page.locator('.chip', { hasText: 'From €1,000' }).waitFor();
      assert.match(page.url(), /price_min=1000/);
      assert.equal(await page.locator('#grid .card').count(), 4, 'the originals');
      await page.locator('.chip').click();
      await page.locator('#grid .card').nth(6).waitFor();
    },
  },
  {
    name: 'a blur of each picture stands in its place until it is there, and as large',
    async run({ visit, shot }) {
      for (const javaScriptEnabled of [false, true]) {
        const { page } = await visit({ javaScriptEnabled });
        let release;
        const held = new Promise((resolve) => { release = resolve; });
        await page.route(/\/media\//, async (route) => {
          await held;
          await route.continue().catch(() => {});
        });
        await page.goto('/', { waitUntil: 'domcontentloaded' });
        const frames = page.locator('#grid .art');
        await frames.nth(6).waitFor();
        const washes = await page.locator('#grid .art__wash').evaluateAll((all) => all.map((wash) => wash.getAttribute('src')));
        assert.equal(washes.length, 7);
        for (const wash of washes) assert.match(wash, /^data:image\/png;base64,/);
        assert.equal(new Set(washes).size, 7, 'no two pictures look alike');
        const frame = await frames.first().boundingBox();
        const wash = await page.locator('#grid .art__wash').first().boundingBox();
        assert.ok(frame.height > 100, `a frame of ${frame.height} px`);
        assert.deepEqual(wash, frame, 'the blur fills the frame');
        if (javaScriptEnabled) {
          const coming = await page.locator('#grid .art__image').evaluateAll((all) => all.filter((image) => image.naturalWidth > 0).length);
          assert.equal(coming, 0, 'no picture is there yet');
          await shot(page, 'blurred');
        }
        release();
        if (!javaScriptEnabled) continue;
        await page.waitForFunction(() => {
          const image = document.querySelector('#grid .art__image');
          return image.complete && image.naturalWidth > 0;
        });
        assert.deepEqual(await frames.first().boundingBox(), frame, 'nothing has moved');
        const [blurred, sharp] = await frames.first().evaluate((one) => ['.art__wash', '.art__image'].map((name) => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [4, 3];
          const pen = canvas.getContext('2d');
          pen.imageSmoothingQuality = 'high';
          pen.drawImage(one.querySelector(name), 0, 0, 4, 3);
          const { data } = pen.getImageData(0, 0, 4, 3);
          return [0, 1, 2].map((channel) => data.filter((_, at) => at % 4 === channel).reduce((sum, value) => sum + value, 0) / 12);
        }));
        for (const [channel, value] of sharp.entries()) {
          assert.ok(Math.abs(value - blurred[channel]) <= 24, `${blurred} stands for ${sharp}`);
        }
      }
    },
  },
  {
    name: 'files are kept by browsers and carry the right types',
    async run({ visit, house }) {
      const { page } = await visit();
      const answers = [];
      page.on('response', (answer) => answers.push(answer));
      await page.goto('/');
      await connected(page);
      const files = answers.filter((answer) => new URL(answer.url()).pathname.startsWith('/static/'));
      assert.ok(files.length > 8, 'style sheets, scripts and fonts came');
      for (const file of files) {
        assert.equal(file.status(), 200, file.url());
        assert.match(file.headers()['cache-control'], /immutable/, file.url());
      }
      const picture = answers.find((answer) => answer.url().includes('/media/'));
      assert.match(picture.headers()['content-type'], /^image\/(webp|jpeg)$/);
      const script = await fetch(`${house.url}/static/impasto-live.js`);
      assert.match(script.headers.get('content-type'), /javascript/);
      const again = await fetch(`${house.url}/static/impasto-live.js`, { headers: { 'if-none-match': script.headers.get('etag') } });
      assert.equal(again.status, 304);
    },
  },
  {
    name: 'a preview shows a draft to its artist and to nobody else',
    async run({ visit, house, artist }) {
      const draft = await house.call('POST', '/artworks', { token: artist.token, body: { title: 'Not Yet', editions: [] } });
      const { page } = await visit();
      await signIn(page, artist.email, `/artworks/${draft.id}`);
      await seen(page, 'A preview: this draft is visible to you only.');
      const stranger = await fetch(`${house.url}/artworks/${draft.id}`, { headers: { accept: 'text/html' } });
      assert.equal(stranger.status, 404);
    },
  },
];
