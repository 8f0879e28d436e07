/**
 * The console's house rooms, by those who run the house: works reviewed by keys alone, people and their roles, the log.
 */
import assert from 'node:assert/strict';

import { axe, fits, invalidHtml } from '../browser.mjs';
import { png } from '../pixels.mjs';
import { seen, signIn } from '../shop.mjs';

export const settings = { IMPASTO_MODERATION: 'on' };

export async function prepare(house) {
  const admin = await house.admin();
  const artist = await house.person('Ines Aldana', 'artist');
  const person = await house.person('Otto Brandt', 'customer');
  const works = [];
  for (const [index, title] of ['Long Shore', 'Orchard', 'Square of Light', 'Violet Hour'].entries()) {
    works.push(await house.hang(artist, title, [{}], 40 + index * 30));
  }
  return { admin, artist, person, works };
}

/** What each room must be, at three widths and in both themes. */
async function look(page, name, shot) {
  assert.deepEqual(await axe(page), [], name);
  assert.deepEqual(await invalidHtml(page), [], name);
  for (const width of [390, 820, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await fits(page, name);
    await shot(page, `${name}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

export const scenarios = [
  {
    name: 'house: three works are reviewed by keys alone',
    async run({ visit, admin, shot, house, artist }) {
      const { page } = await visit();
      await signIn(page, admin.email, '/console/review');
      const title = () => page.locator('#work-head').textContent();
      await page.locator('[data-keys]:not([hidden])').waitFor();
      await look(page, 'console-review', shot);
      const first = await title();
      await page.keyboard.press('j');
      await page.waitForURL(/work=/);
      await page.locator('[data-keys]:not([hidden])').waitFor();
      assert.notEqual(await title(), first);
      await page.keyboard.press('k');
      await page.waitForFunction((was) => document.querySelector('#work-head')?.textContent === was, first);
      await page.locator('[data-keys]:not([hidden])').waitFor();

      await page.keyboard.press('?');
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('a'); // nothing: the list is open
      await page.keyboard.press('Escape');
      await page.keyboard.press('a');
      await seen(page, 'Approved: the work hangs in the gallery now.');
      await page.locator('[data-keys]:not([hidden])').waitFor();

      await page.keyboard.press('r');
      await page.waitForFunction(() => document.activeElement?.id === 'why');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.type('a j k r: letters, while somebody types.');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await seen(page, 'Sent back to the artist, with your reason.');
      await page.locator('[data-keys]:not([hidden])').waitFor();
      await page.keyboard.press('a');
      await seen(page, 'Approved: the work hangs in the gallery now.');

      const { items } = await house.call('GET', '/studio/artworks', { token: artist.token });
      assert.equal(items.filter((one) => one.status === 'published').length, 2);
      const [back] = items.filter((one) => one.status === 'rejected');
      assert.match(back.rejection, /letters, while somebody types/);

      // Single keys can be switched off, and stay so.
      await page.locator('[data-keys]:not([hidden])').waitFor();
      const last = await title();
      await page.locator('[data-keys-on]').uncheck();
      await page.reload();
      await page.locator('[data-keys]:not([hidden])').waitFor();
      await page.keyboard.press('a');
      await page.waitForTimeout(300);
      assert.equal(await title(), last);
    },
  },
  {
    name: 'house: the review works without scripts',
    async run({ visit, admin, house, artist }) {
      const { page } = await visit({ javaScriptEnabled: false });
      await house.hang(artist, 'Salt', [{}], 200);
      await signIn(page, admin.email, '/console/review');
      const before = await page.locator('#work-head').textContent();
      await page.getByText('Send back', { exact: false }).first().click();
      await page.getByLabel('What is wrong').selectOption({ index: 2 });
      await page.getByRole('button', { name: 'Send it back' }).click();
      await seen(page, 'Sent back to the artist, with your reason.');
      assert.notEqual(await page.locator('#work-head').textContent(), before);
      await page.getByRole('button', { name: /^Approve/ }).click();
      await seen(page, 'Approved: the work hangs in the gallery now.');
    },
  },
  {
    name: 'house: look-alikes stand beside the work, and so does whoever else looks at it',
    async run({ visit, admin, house, person, artist, shot }) {
      await house.call('PUT', `/admin/users/${person.user.id}/roles`, { token: admin.token, body: { roles: ['moderator'] } });
      const work = await house.hang(artist, 'Long Shore, again', [{}], 41);
      const { page: first } = await visit();
      const { page: second } = await visit();
      await signIn(first, admin.email, `/console/review?work=${work.id}`);
      await seen(first, /same picture/i);
      await shot(first, 'console-review-alike');
      await signIn(second, person.email, `/console/review?work=${work.id}`);
      await seen(second, 'Ada Keeper is looking at this work, too.');
      await first.reload();
      await seen(first, 'Otto Brandt is looking at this work, too.');
      await first.getByRole('button', { name: /^Approve/ }).click();
      await seen(first, 'Approved: the work hangs in the gallery now.');
    },
  },
  {
    name: 'house: people are found, given a role and shut out, and the log tells it',
    async run({ visit, admin, house, shot }) {
      const clara = await house.person('Clara Nowak', 'customer');
      const { page } = await visit();
      await signIn(page, admin.email, '/console/people');
      await look(page, 'console-people', shot);
      await page.getByLabel('Name, e-mail address or id').fill('clara');
      await page.getByRole('button', { name: 'Search' }).last().click();
      await page.getByRole('link', { name: 'Clara Nowak' }).click();
      await page.getByRole('heading', { level: 1, name: 'Clara Nowak' }).waitFor();
      await page.getByLabel('Fulfilment').check();
      await page.getByRole('button', { name: 'Save the roles' }).click();
      await seen(page, 'The roles are given.');
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await seen(page, 'Signed out on every device.');
      await page.getByLabel('Shut out, because').fill('Left the house');
      await page.getByRole('button', { name: 'Shut out' }).click();
      await seen(page, 'Shut out, and signed out everywhere.');
      await look(page, 'console-person', shot);
      await page.getByRole('button', { name: 'Let in again' }).click();
      await seen(page, 'Let in again.');
      await page.getByRole('link', { name: 'All changes' }).click();
      await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
      await seen(page, 'Left the house');
      await look(page, 'console-audit', shot);
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Take along as CSV' }).click()]);
      assert.equal(file.suggestedFilename(), 'audit.csv');
      await page.getByLabel('What', { exact: true }).selectOption({ label: 'Gave roles' });
      await page.getByRole('button', { name: 'Show' }).click();
      await page.waitForURL(/action=user.roles/);
      assert.equal(await page.locator('.change').count(), 1);
      assert.ok(clara.user.id);
    },
  },
  {
    name: 'house: settings are changed, refused in words, and brought back',
    async run({ visit, admin, shot }) {
      const { page, expect } = await visit();
      await signIn(page, admin.email, '/console/settings');
      await look(page, 'console-settings', shot);
      await page.getByLabel('Name', { exact: false }).first().fill('Galerie am Deich');
      await page.locator('#accent_light').fill('#ffd700');
      await page.locator('#accent_dark').fill('#9ec1ff');
      expect(/status of 422/);
      await page.getByRole('button', { name: 'Save the house' }).click();
      await seen(page, 'cannot be read on the light paper');
      await page.locator('#accent_light').fill('#7a1f4d');
      await page.getByRole('button', { name: 'Save the house' }).click();
      await seen(page, 'Saved. It counts from now on.');
      await page.locator('.masthead__name', { hasText: 'Galerie am Deich' }).waitFor();
      await page.getByText('Terms of sale').first().click();
      await page.locator('#legal-terms').fill('# Scope\n\nWe **sell** what hangs.\n\n- one\n- two');
      await page.getByRole('button', { name: 'Save Terms of sale' }).click();
      await seen(page, 'Saved. It counts from now on.');
      await page.locator('.colophon').getByRole('link', { name: 'Terms of sale' }).click();
      await page.getByRole('heading', { level: 1, name: 'Terms of sale' }).waitFor();
      await look(page, 'legal', shot);
      await page.goto('/console/settings');
      await page.locator('.change', { hasText: 'Name' }).first().getByRole('button').click();
      await seen(page, 'Brought back as it was.');
      await page.locator('.masthead__name', { hasText: 'Impasto' }).waitFor();
    },
  },
  {
    name: 'house: Ctrl-K finds a person, a work and a room by keys alone',
    async run({ visit, admin, person, works, shot }) {
      const { page } = await visit();
      await signIn(page, admin.email, '/console');
      const open = async () => {
        await page.locator('find-palette dialog').waitFor({ state: 'attached' });
        await page.keyboard.press('Control+k');
        await page.locator('dialog[open]').waitFor();
      };
      await open();
      await page.keyboard.type('otto');
      await page.getByRole('option', { name: /Otto Brandt/ }).waitFor();
      await shot(page, 'console-palette');
      assert.deepEqual(await axe(page), [], 'palette');
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(person.user.id));
      await open();
      await page.keyboard.type('sett');
      await page.keyboard.press('Enter'); // at once: it goes by what was typed, not by what is still shown
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
      await open();
      await page.keyboard.type(works[0].title.slice(0, 5));
      await page.getByRole('option', { name: new RegExp(works[0].title) }).first().waitFor();
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('dialog[open]').count(), 0);

      const { page: plain } = await visit({ javaScriptEnabled: false });
      await signIn(plain, admin.email, '/console/find');
      await plain.getByLabel(/An order’s number/).fill('otto');
      await plain.getByRole('button', { name: 'Find', exact: true }).click();
      await plain.getByRole('link', { name: 'Otto Brandt' }).waitFor();
    },
  },
  {
    name: 'house: a visitor reports a work, staff hang it in a collection and decide about the report',
    async run({ visit, admin, house, artist, shot }) {
      const work = await house.hang(artist, 'Salt, again', [{}], 120);
      await house.call('POST', `/admin/artworks/${work.id}/approve`, { token: admin.token });
      const { page: guest } = await visit();
      await guest.goto(`/artworks/${work.slug}`);
      await guest.getByText('Something wrong with this work?').click();
      await guest.getByLabel('What is wrong').selectOption('misleading');
      await guest.getByLabel('In your words', { exact: false }).fill('It is a print, not a painting.');
      await shot(guest, 'artwork-report');
      await guest.getByRole('button', { name: 'Tell the gallery' }).click();
      await seen(guest, 'Thank you: the gallery looks at it.');

      const { page } = await visit();
      await signIn(page, admin.email, '/console/reports');
      await look(page, 'console-reports', shot);
      await page.goto('/console/collections');
      await page.getByLabel('Title').fill('Blue hours');
      await page.getByLabel('Works, in their order').fill(`${house.url}/artworks/${work.slug}`);
      await page.getByLabel('Everybody sees it').check();
      await look(page, 'console-collections', shot);
      await page.getByLabel('Title').fill('Blue hours');
      await page.getByRole('button', { name: 'Make the collection' }).click();
      await seen(page, 'The collection is saved.');
      await look(page, 'console-collection', shot);
      await page.getByRole('link', { name: 'As everybody sees it' }).click();
      await page.getByRole('heading', { level: 1, name: 'Blue hours' }).waitFor();
      await look(page, 'collection', shot);
      await page.goto('/');
      await page.getByRole('link', { name: 'Blue hours' }).waitFor();
    },
  },
  {
    name: 'house: the node is drawn live, and so is who is connected',
    async run({ visit, admin, shot }) {
      const { page } = await visit();
      await signIn(page, admin.email, '/console/health');
      await seen(page, 'The database answers.');
      await page.locator('.gauge polyline').first().waitFor({ state: 'attached' });
      const points = () => page.locator('.gauge polyline').first().getAttribute('points');
      const before = await points();
      await page.waitForFunction((was) => document.querySelector('.gauge polyline')?.getAttribute('points') !== was, before);
      await look(page, 'console-health', shot);
      await page.goto('/console/presence');
      await page.getByRole('rowheader', { name: 'admin' }).waitFor();
      await look(page, 'console-presence', shot);
    },
  },
  {
    name: 'house: an endpoint is registered without a script, its secret is shown once, a trial that fails is seen and sent again',
    async run({ visit, admin, shot }) {
      const { page: plain, expect } = await visit({ javaScriptEnabled: false });
      expect(/status of 422/);
      await signIn(plain, admin.email, '/console/webhooks');
      await plain.getByLabel('Address').fill('https://127.0.0.1:9/hook');
      await plain.getByLabel('What it is for').fill('Accounts');
      await plain.getByRole('button', { name: 'Register the endpoint' }).click();
      await plain.getByRole('alert').getByRole('link', { name: /list of events/ }).waitFor();
      await plain.getByLabel('An order is paid').check();
      await plain.getByRole('button', { name: 'Register the endpoint' }).click();
      const secret = await plain.locator('.webhook-secret').textContent();
      assert.match(secret, /^whsec_[\w-]{43}$/);
      await plain.getByRole('button', { name: 'Send a trial' }).click();
      await plain.getByText('A trial is on its way.').waitFor();
      assert.equal(await plain.locator('.webhook-secret').count(), 0);

      const { page } = await visit();
      await signIn(page, admin.email, '/console/webhooks');
      await look(page, 'console-webhooks', shot);
      await page.getByRole('link', { name: 'https://127.0.0.1:9/hook' }).click();
      // Tried at once and refused: the house does not speak to itself.
      for (;;) {
        if (await page.getByRole('cell', { name: /the address is refused/ }).count()) break;
        await page.reload();
      }
      await look(page, 'console-webhook', shot);
      await page.getByRole('button', { name: /^Send again/ }).click();
      await seen(page, 'It is sent once more.');
      await page.getByRole('button', { name: 'Make another secret' }).click();
      assert.notEqual(await page.locator('.webhook-secret').textContent(), secret);
      await page.getByText('The secret before it signs as well until').waitFor();
      await page.getByRole('button', { name: 'Remove the endpoint' }).click();
      await seen(page, 'The endpoint is taken away, with what was to be told there.');
    },
  },
  {
    name: 'house: an account is entered, what is owed waits, and a month is not closed before the house has a name',
    async run({ visit, admin, artist, shot }) {
      const { page, expect } = await visit();
      expect(/status of 422/);
      await signIn(page, artist.email, '/studio/payouts');
      await page.getByRole('textbox', { name: 'Account for payouts' }).fill('DE89 3704 0044 0532 0130 01');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByRole('textbox', { name: 'Account for payouts' }).fill('DE89 3704 0044 0532 0130 00');
      await page.getByRole('button', { name: 'Save' }).click();
      await seen(page, 'Money goes to DE•• •••• 3000.');
      await look(page, 'studio-payouts', shot);

      const { page: desk } = await visit();
      await signIn(desk, admin.email, '/console/payouts');
      await seen(desk, 'Nothing was paid out yet.');
      await desk.getByLabel('EUR').fill('25');
      await desk.getByRole('button', { name: 'Save' }).click();
      await seen(desk, 'Saved. It counts from now on.');
      assert.equal(await desk.getByLabel('EUR').inputValue(), '25');
      await look(desk, 'console-payouts', shot);

      await desk.goto('/console/months');
      await desk.getByLabel('Name in law').fill('Impasto House GmbH');
      await desk.getByLabel('Address').fill('Am Deich 1\n28199 Bremen');
      await desk.getByLabel('Country code').fill('DE');
      await desk.getByLabel('Prefix of numbers').fill('HC');
      await desk.getByRole('button', { name: 'Save' }).click();
      assert.equal(await desk.getByLabel('Name in law').inputValue(), 'Impasto House GmbH');
      await look(desk, 'console-months', shot);
      await desk.getByRole('listitem').getByRole('link', { name: /^\d{4}-\d{2}$/ }).first().click();
      await seen(desk, 'The month is not over.');
      await desk.getByLabel('Amount').fill('1,180.40');
      await desk.getByLabel('Reference').fill('po_1');
      await desk.getByRole('button', { name: 'Enter', exact: true }).click();
      await seen(desk, 'It is in the books.');
      await seen(desk, 'po_1');
      await look(desk, 'console-month', shot);
    },
  },
];
