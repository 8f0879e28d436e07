/**
 * A moderated house: what an artist submits waits for a moderator.
 */
import { png } from '../pixels.mjs';
import { seen, signIn } from '../shop.mjs';

export const settings = { IMPASTO_MODERATION: 'on' };

export async function prepare(house) {
  const admin = await house.admin();
  return { admin, artist: await house.person('Ines Aldana', 'artist') };
}

export const scenarios = [
  {
    name: 'a work waits for review, is sent back with a reason, submitted again and approved',
    async run({ visit, admin, artist, shot }) {
      const { page: studio } = await visit();
      await signIn(studio, artist.email, '/studio/works/new');
      await studio.locator('#title').fill('Patience');
      await studio.locator('#medium').fill('Charcoal');
      await studio.locator('#year').fill('2025');
      await studio.locator('#description').fill('Waiting, drawn.');
      for (const [field, value] of [['price', '300'], ['height_cm', '20'], ['width_cm', '20'], ['weight_kg', '0.3']]) {
        await studio.locator(`[id="editions.0.${field}"]`).fill(value);
      }
      await studio.locator('#image').setInputFiles({ name: 'work.png', mimeType: 'image/png', buffer: png(300, 300, 71) });
      await studio.getByRole('button', { name: 'Submit for review' }).click();
      await seen(studio, 'Submitted.');
      await studio.locator('.tag', { hasText: 'In review' }).waitFor();

      const { page: console_ } = await visit();
      await signIn(console_, admin.email, '/console');
      await console_.getByRole('link', { name: 'Review Patience' }).click();
      await console_.getByRole('heading', { level: 1, name: 'Review' }).waitFor();
      await shot(console_, 'console-review');
      await console_.getByText('Send back', { exact: false }).first().click();
      await console_.getByLabel('In your words').fill('Please show the whole sheet.');
      await console_.getByRole('button', { name: 'Send it back' }).click();
      await seen(console_, 'Sent back to the artist, with your reason.');

      await studio.reload();
      await seen(studio, 'The gallery says: Please show the whole sheet.');
      await studio.locator('.standing').getByRole('button', { name: 'Submit for review' }).click();
      await seen(studio, 'Submitted.');

      await console_.reload();
      await console_.getByRole('button', { name: /^Approve/ }).click();
      await seen(console_, 'Approved: the work hangs in the gallery now.');
      const { page: wall } = await visit();
      await wall.goto('/?q=patience');
      await seen(wall, 'Patience');
    },
  },
];
