/**
 * What somebody does on the storefront, step by step: the same with and without scripts.
 * It does not check anything but that the way leads on.
 */
import { PASSWORD } from './house.mjs';

export const BUYER = {
  email: 'jo@example.test', shipping_name: 'Jo Weber', shipping_line1: 'Lange Straße 4', shipping_postal_code: '10115', shipping_city: 'Berlin',
};

/** Puts the chosen edition of a work into the cart, and stands at the cart. */
export async function addToCart(page, slug) {
  await page.goto(`/artworks/${slug}`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.waitForURL(/\/cart/);
}

/** From the cart to the filled checkout. */
export async function fillCheckout(page, payment = 'Test card that succeeds') {
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.waitForURL(/\/checkout/);
  for (const [field, value] of Object.entries(BUYER)) await page.locator(`#${field}`).fill(value);
  await page.getByLabel(payment, { exact: true }).check();
}

/** Presses the button, and stands at the order. */
export async function placeOrder(page) {
  await page.getByRole('button', { name: 'Buy now and pay' }).click();
  await page.waitForURL(/\/orders\//);
}

/** Signs in by the form, and stands at `next`. */
export async function signIn(page, email, next = '/', password = PASSWORD) {
  await page.goto(`/login?next=${encodeURIComponent(next)}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === new URL(next, 'http://x').pathname);
}

/** Waits until an element with that text is seen. */
export function seen(page, text) {
  const place = typeof text === 'string' ? page.getByText(text, { exact: false }) : page.getByText(text);
  return place.first().waitFor({ state: 'visible' });
}

/** Waits until the page's live connection stands; pages without scripts have none. */
export function connected(page) {
  return page.waitForFunction(async () => {
    const app = document.querySelector('script[type="module"]');
    if (!app) throw new Error(`no page of the house: ${document.title}`);
    const { live } = await import(app.src.replace(/js\/app\.js$/, 'impasto-live.js'));
    return live.caughtUp;
  });
}

/** Presses Tab until that element has the focus; a page that never gives it is at fault. */
export async function tabTo(page, selector) {
  for (let step = 0; step < 120; step += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${selector} on ${page.url()}`);
}
