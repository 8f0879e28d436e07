/**
 * Takes pictures of every page of the demonstration gallery, with works that are hard to show among its own, for people to look at:
 *
 *     IMPASTO_BIN=target/debug/impasto node tests/browser/screens.mjs FOLDER [words of a page's name]
 *
 * Each page is taken on a telephone, a tablet and a desk, light and dark. Ends with `N passed, N failed`; what fails is a page that is wider than
 * its window, or that complains.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { openBrowser, openContext } from './browser.mjs';
import { openHouse } from './house.mjs';
import { png } from './pixels.mjs';
import { addToCart, fillCheckout, placeOrder, signIn } from './shop.mjs';

const PASSWORD = 'impasto-demo';
const WIDTHS = [390, 820, 1440];
const THEMES = ['light', 'dark'];

const [folder, wanted = ''] = process.argv.slice(2);
const binary = process.env.IMPASTO_BIN;
if (!folder || !binary || !existsSync(binary)) {
  console.error('IMPASTO_BIN must name the program, and the first argument the folder of the pictures');
  process.exit(2);
}

/** Works that are hard to show: titles, sizes, prices, shapes. */
const HARD = [
  {
    title: 'The Afternoon on Which the Harbourmaster’s Youngest Daughter Counted All Hundred and Forty-Seven Boats and Found, to Nobody’s Surprise but Her Own, That One of Them Had Never Been There',
    width: 1200, height: 400, edition: { width_cm: 300, height_cm: 100, price: { amount: 999999999, currency: 'EUR' } },
  },
  { title: 'Pebble', width: 300, height: 300, edition: { width_cm: 3, height_cm: 3, depth_cm: 0.5, weight_kg: 0.02, price: { amount: 1, currency: 'EUR' } } },
  { title: 'ضوء على الماء', width: 400, height: 900, edition: { width_cm: 40, height_cm: 90 } },
  { title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft', width: 1600, height: 300, edition: { width_cm: 160, height_cm: 30 } },
  { title: '海へ続く道', width: 300, height: 1200, edition: { kind: 'limited', size: 1000, width_cm: 20, height_cm: 80 } },
];

async function hangHardOnes(house) {
  const { access_token: token } = await house.call('POST', '/auth/login', { body: { email: 'artist@demo.impasto.test', password: PASSWORD } });
  const slugs = [];
  for (const [index, { title, width, height, edition }] of HARD.entries()) {
    const draft = await house.call('POST', '/artworks', {
      token,
      body: {
        title, description: title, year: 2024, medium: 'Oil on linen', styles: ['impasto'], subjects: ['sea'],
        editions: [{ kind: 'unique', width_cm: 40, height_cm: 30, depth_cm: 2, weight_kg: 1.2, price: { amount: 125000, currency: 'EUR' }, ...edition }],
      },
    });
    const form = new FormData();
    form.append('file', new Blob([png(width, height, 30 + 40 * index)], { type: 'image/png' }), 'work.png');
    await house.call('POST', `/artworks/${draft.id}/images`, { token, body: form });
    slugs.push((await house.call('POST', `/artworks/${draft.id}/submit`, { token })).slug);
  }
  // A draft that has nothing yet.
  await house.call('POST', '/artworks', { token, body: { title: 'No picture yet' } });
  return slugs;
}

/** Every page by name; `page` is signed in as `role`, `slugs` are of the hard works. */
const ROOMS = {
  async guest(at, page, slugs, work) {
    await at('home', '/');
    await at('home-filtered', '/?available=true&sort=price&medium=Oil+on+linen');
    await at('home-search', '/?q=harbur');
    await at('home-nothing', '/?q=nothing+of+that+kind');
    await at('artwork', `/artworks/${work.slug}`);
    for (const [index, slug] of slugs.entries()) await at(`artwork-hard-${index}`, `/artworks/${slug}`);
    await at('artist', `/artists/${work.artist.slug}`);
    await at('login', '/login');
    await at('register', '/register');
    await at('demo', '/demo');
    await at('error', '/nowhere');
    await at('cart-empty', '/cart');
  },
  async buyer(at, page, slugs, work) {
    await addToCart(page, slugs[0]);
    await addToCart(page, work.slug);
    await at('cart', '/cart');
    await fillCheckout(page);
    await at('checkout');
    await placeOrder(page);
    await page.getByRole('link', { name: /Invoice/ }).first().waitFor();
    await at('order');
  },
  async customer(at) {
    for (const room of ['', '/orders', '/profile', '/security', '/sessions', '/addresses', '/reviews']) await at(`account${room.replace('/', '-')}`, `/account${room}`);
    await at('wishlist', '/wishlist');
  },
  async artist(at, page) {
    await at('studio', '/studio');
    for (const room of ['works', 'orders', 'sold', 'seller', 'import', 'works/new']) await at(`studio-${room.replace('/', '-')}`, `/studio/${room}`);
    await page.goto('/studio/works');
    const href = await page.locator('a[href^="/studio/works/"]').nth(1).getAttribute('href');
    await at('studio-work', href);
  },
  async admin(at, page) {
    await at('console', '/console');
    await page.goto('/console');
    const hrefs = await page.locator('a[href^="/console/"]').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))]);
    for (const href of hrefs.filter((href) => !/\.csv|\?/.test(href))) await at(`console${href.slice('/console'.length).replace(/\//g, '-')}`, href);
  },
};
const ACCOUNTS = { customer: '/account', artist: '/studio', admin: '/console' };

let passed = 0;
let failed = 0;
function tell(name, problems) {
  if (problems.length === 0) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED  ${name}\n  ${problems.join('\n  ')}`);
  }
}

const browser = await openBrowser();
const house = await openHouse({ binary, demo: true });
try {
  await mkdir(folder, { recursive: true });
  const slugs = await hangHardOnes(house);
  const { items: [work] } = await house.call('GET', '/artworks?edition=limited&available=true&limit=1');
  for (const [role, walk] of Object.entries(ROOMS)) {
    const { context, complaints, expect } = await openContext(browser, house.url, { reducedMotion: 'reduce' });
    expect(/status of 404/);
    const page = await context.newPage();
    if (ACCOUNTS[role]) await signIn(page, `${role}@demo.impasto.test`, ACCOUNTS[role], PASSWORD);
    const at = async (name, path) => {
      if (!name.includes(wanted)) return;
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width < 800 ? 844 : 1000 });
        if (path) {
          const answer = await page.goto(path, { waitUntil: 'networkidle' });
          if (answer.status() === 404 && name !== 'error') return;
        }
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme });
          // Pictures load as they come into sight.
          await page.evaluate(async () => {
            for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
              scrollTo(0, y);
              await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
            }
            scrollTo(0, 0);
          });
          await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        }
        const wide = await page.evaluate((width) => document.documentElement.scrollWidth - width, page.viewportSize().width);
        tell(`${name} at ${width}`, [...(wide > 0 ? [`is ${wide} px wider than its window`] : []), ...complaints.splice(0)]);
      }
    };
    await walk(at, page, slugs, work);
    await context.close();
  }
} finally {
  await house.close();
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
