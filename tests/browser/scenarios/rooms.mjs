/**
 * The rooms of an account, and the pages around mails: they look right in both themes, and lead on without a script.
 */
import assert from 'node:assert/strict';

import { axe, fits, invalidHtml } from '../browser.mjs';
import { PASSWORD } from '../house.mjs';
import { seen, signIn } from '../shop.mjs';

/** A mail server that is away: the pages are those of a gallery that sends mails, and none is sent. */
export const settings = {
  IMPASTO_MAIL__FROM: 'hello@gallery.example',
  IMPASTO_MAIL__SMTP__HOST: 'localhost',
  IMPASTO_MAIL__SMTP__PORT: '9',
  IMPASTO_MAIL__SMTP__TLS: 'none',
  IMPASTO_LOG__LEVEL: 'error',
};

export async function prepare(house) {
  const admin = await house.admin();
  const artist = await house.person('Ines Aldana', 'artist');
  const customer = await house.person('Carla Weber', 'customer');
  const mover = await house.person('Mia Vogel', 'customer');
  return { admin, customer, mover, works: { one: await house.hang(artist, 'Threshold', [{ kind: 'limited', size: 40 }], 51) } };
}

const DOORS = ['/forgot-password', '/reset-password?token=x', '/verify-email?token=x', '/orders/find', '/login'];
const ROOMS = ['/account', '/account/profile', '/account/addresses', '/account/sessions', '/account/reviews'];
const MAILS = ['/console/mail', '/console/mail/order_paid', '/console/mail/order_paid?as=text'];
const LOOKS = {
  desk: {},
  tablet: { viewport: { width: 820, height: 1180 } },
  telephone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

async function look(page, path, name, shot) {
  await page.goto(path);
  assert.deepEqual(await axe(page), [], `${path} ${name}`);
  assert.deepEqual(await invalidHtml(page), [], path);
  await fits(page, path);
  const title = `mail-${path.replace(/\W+/g, '-').slice(1)}-${name}`;
  await shot(page, title);
  if (name !== 'desk') return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, `${title}-dark`);
  await page.emulateMedia({ colorScheme: null });
}

export const scenarios = [
  {
    name: 'the rooms of an account and the pages around mails are accessible in both themes and at every width',
    async run({ visit, customer, admin, shot }) {
      for (const [name, options] of Object.entries(LOOKS)) {
        const { page } = await visit(options);
        for (const path of DOORS) await look(page, path, name, shot);
        await signIn(page, customer.email, '/account');
        for (const path of ROOMS) await look(page, path, name, shot);
        const { page: floor } = await visit(options);
        await signIn(floor, admin.email, '/console');
        for (const path of MAILS) await look(floor, path, name, shot);
      }
    },
  },
  {
    name: 'a mail is shown in a frame that runs no script and leads the window on',
    async run({ visit, admin }) {
      const { page } = await visit();
      await signIn(page, admin.email, '/console/mail');
      await page.getByRole('link', { name: 'Order link' }).click();
      const frame = page.frameLocator('iframe');
      await frame.getByRole('heading', { level: 1, name: 'Your order' }).waitFor();
      await page.getByRole('link', { name: 'Text' }).click();
      await page.locator('pre', { hasText: 'See the order:' }).waitFor();
    },
  },
  {
    name: 'the rooms of an account are walked through by their navigation',
    async run({ visit, customer, shot }) {
      const { page } = await visit();
      await signIn(page, customer.email, '/account');
      for (const [room, heading] of [['Profile', 'Profile'], ['Addresses', 'Addresses'], ['Sign-ins', 'Sign-ins'], ['Reviews', 'Reviews']]) {
        await page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: room }).click();
        await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        assert.equal(await page.locator('.rooms [aria-current="page"]').innerText(), room);
        await shot(page, `account-${room.toLowerCase()}`);
      }
    },
  },
  {
    name: 'an address is added, changed and removed without a script',
    async run({ visit, mover }) {
      const { page, expect } = await visit({ javaScriptEnabled: false });
      expect(/status of 422/);
      await signIn(page, mover.email, '/account/addresses');
      await page.getByLabel('Full name').fill('Mia Vogel');
      await page.getByLabel('Street and number').fill('Am Wall 7');
      await page.getByLabel('Postal code').fill('28195');
      await page.getByLabel('Town').fill('Bremen');
      await page.getByRole('button', { name: 'Add it' }).click();
      await seen(page, 'The address is saved.');
      await page.getByRole('link', { name: /^Change/ }).click();
      await page.getByLabel('Town').fill('Bonn');
      await page.getByRole('button', { name: 'Save' }).click();
      await seen(page, '28195 Bonn');
      await page.getByRole('button', { name: /^Remove/ }).click();
      await seen(page, 'No addresses yet.');
    },
  },
  {
    name: 'a password is changed in the profile, and a wrong one is told beside its field',
    async run({ visit, mover, shot }) {
      const { page, expect } = await visit();
      expect(/status of 422/);
      await signIn(page, mover.email, '/account/profile');
      await page.getByLabel('Present password').fill('not the password');
      await page.getByLabel('New password').fill('another battery, stapled');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await page.locator('#current-error', { hasText: 'not the account' }).waitFor();
      await shot(page, 'account-profile-wrong');
      await page.getByLabel('Present password').fill(PASSWORD);
      await page.getByLabel('New password').fill('another battery, stapled');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await seen(page, 'Your password is changed.');
    },
  },
];
