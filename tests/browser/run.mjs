/**
 * Runs every scenario against the program in a real browser and ends with `N passed, N failed`.
 *
 *     IMPASTO_BIN=target/debug/impasto node tests/browser/run.mjs [words of a scenario's name]
 *
 * IMPASTO_BROWSER_MODULES (or NODE_PATH) names the folder that playwright-core and axe-core are installed in, CHROMIUM the browser.
 * IMPASTO_BROWSER_DEMO=1 looks at the demonstration gallery instead, IMPASTO_BROWSER_SHOTS=<folder> keeps pictures of the pages,
 * IMPASTO_BROWSER_LANES=<n> has so many suites run side by side (2), each against a program of its own.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { openBrowser, openContext } from './browser.mjs';
import { openHouse } from './house.mjs';
import * as checked from './scenarios/checked.mjs';
import * as console_ from './scenarios/console.mjs';
import * as demo from './scenarios/demo.mjs';
import * as desks from './scenarios/desks.mjs';
import * as doors from './scenarios/doors.mjs';
import * as hardship from './scenarios/hardship.mjs';
import * as holds from './scenarios/holds.mjs';
import * as house from './scenarios/house.mjs';
import * as languages from './scenarios/languages.mjs';
import * as live from './scenarios/live.mjs';
import * as looks from './scenarios/looks.mjs';
import * as purchase from './scenarios/purchase.mjs';
import * as returns_ from './scenarios/returns.mjs';
import * as review from './scenarios/review.mjs';
import * as rooms from './scenarios/rooms.mjs';
import * as search from './scenarios/search.mjs';
import * as stripe from './scenarios/stripe.mjs';
import * as studio from './scenarios/studio.mjs';
import * as work from './scenarios/work.mjs';

const binary = process.env.IMPASTO_BIN;
if (!binary || !existsSync(binary)) {
  console.error('IMPASTO_BIN must name the program that is to be tested');
  process.exit(2);
}
const isDemo = process.env.IMPASTO_BROWSER_DEMO === '1';
const shots = process.env.IMPASTO_BROWSER_SHOTS;
const wanted = process.argv.slice(2).join(' ');
const suites = isDemo
  ? [demo]
  : [purchase, stripe, checked, languages, live, hardship, holds, console_, house, desks, review, rooms, doors, looks, search, studio, work, returns_];

let passed = 0;
let failed = 0;

async function scenario(browser, house, stage, { name, run }) {
  const contexts = [];
  const tools = {
    house,
    ...stage,
    /** A fresh browser profile with one page in it. */
    async visit(options) {
      const one = await openContext(browser, house.url, options);
      contexts.push(one);
      return { page: await one.context.newPage(), ...one };
    },
    /** Keeps a picture of a page, where pictures are wanted. */
    async shot(page, title) {
      if (!shots) return;
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${title}.png`), fullPage: true });
    },
  };
  const began = Date.now();
  try {
    await run(tools);
    const complaints = contexts.flatMap((one) => one.complaints);
    if (complaints.length > 0) throw new Error(`the browser complained:\n    ${complaints.join('\n    ')}`);
    passed += 1;
    console.log(`ok      ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n  ${String(error?.stack ?? error).replace(/\n/g, '\n  ')}`);
    for (const [index, { context }] of contexts.entries()) {
      for (const page of context.pages()) await tools.shot(page, `failed-${name.replace(/\W+/g, '-')}-${index}`).catch(() => {});
    }
  } finally {
    for (const { context } of contexts) await context.close().catch(() => {});
  }
}

async function play(browser, suite) {
  const scenarios = suite.scenarios.filter(({ name }) => name.includes(wanted));
  if (scenarios.length === 0) return;
  try {
    const house = await openHouse({ binary, demo: isDemo, settings: suite.settings });
    try {
      const stage = await suite.prepare(house);
      for (const one of scenarios) await scenario(browser, house, stage, one);
    } finally {
      await house.close();
    }
  } catch (error) {
    failed += 1;
    console.log(`FAILED  the suite itself\n  ${error?.stack ?? error}`);
  }
}

const lanes = Math.max(1, Number(process.env.IMPASTO_BROWSER_LANES ?? 2) || 1);
const browser = await openBrowser();
const waiting = [...suites];
try {
  await Promise.all(Array.from({ length: lanes }, async () => {
    for (let suite = waiting.shift(); suite; suite = waiting.shift()) await play(browser, suite);
  }));
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
