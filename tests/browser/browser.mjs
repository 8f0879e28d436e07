/**
 * The real browser: contexts whose pages are watched for errors, for what the content security policy refuses and for broken answers.
 * It does not know what the pages are about.
 */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A module from where the tools were installed: IMPASTO_BROWSER_MODULES or NODE_PATH names that folder, else the usual places. */
const folders = [process.env.IMPASTO_BROWSER_MODULES, ...(process.env.NODE_PATH ?? '').split(':')].filter(Boolean);
const home = folders.find((folder) => existsSync(join(folder, 'playwright-core')));
const require = createRequire(home ? join(home, 'of-the-tests.js') : import.meta.url);
const { chromium } = require('playwright-core');
const { HtmlValidate } = require('html-validate');
const AXE = require('axe-core').source;

/** Conformance to the HTML standard; a title may be as long as a work's. */
const validator = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'long-title': 'off' } });

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
];

/** What ends a suite that hangs; nothing waits for a time, only for things to be seen. */
const STUCK_MS = 120_000;

/** How long a page that was gone to is given to let its components start; on a bad line the scenario goes on without them. */
const STARTS_MS = 3_000;

/** Whether every component that a page holds has its script; `live-viewers` is a place that another one fills, `search-suggest` waits to be turned to. */
const hasStarted = () => [...document.querySelectorAll(':not(live-viewers, search-suggest)')].every(({ localName }) => (
  !localName.includes('-') || customElements.get(localName)));

export function openBrowser() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

/**
 * A fresh browser context whose pages are watched. `complaints` holds what went wrong in any of them; `expect` names what a test brings about itself.
 */
export async function openContext(browser, baseURL, options = {}) {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(STUCK_MS);
  const complaints = [];
  let expected = [];
  const complain = (text) => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  if (options.javaScriptEnabled !== false) {
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI || event.sample}`);
      });
    });
  }
  context.on('page', (page) => {
    if (options.javaScriptEnabled !== false) {
      // Nobody is as quick as a test, which would press a button in the moment before its script is there.
      const goto = page.goto.bind(page);
      page.goto = async (...way) => {
        const answer = await goto(...way);
        await page.waitForFunction(hasStarted, undefined, { timeout: STARTS_MS }).catch(() => {});
        return answer;
      };
    }
    page.on('console', (message) => {
      if (message.type() === 'error') complain(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complain(`${page.url()}: ${error}`));
    page.on('response', (answer) => {
      if (answer.status() >= 500) complain(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
  });
  return { context, complaints, expect: (...patterns) => { expected = patterns; } };
}

/**
 * Fails when a page is wider than its window. The window is what the test has set: a telephone's browser zooms out until a page that is too wide fits,
 * and `innerWidth` grows with it.
 */
export async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  const { width } = page.viewportSize();
  if (wide > width) throw new Error(`${name} is ${wide} px wide in a window of ${width}`);
}

/** What axe finds wrong with a page under WCAG 2.2 A and AA, in the light theme and in the dark one, one line each. */
export async function axe(page) {
  await page.evaluate(AXE);
  const found = [];
  for (const colorScheme of ['dark', 'light']) {
    // Without transitions, which would be looked at half-way; null gives back what the context was opened with.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate(() => axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    found.push(...violations.flatMap(({ id, help, nodes }) => nodes.map((node) => (
      `${colorScheme}: ${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').slice(1).join(' ')}`
    ))));
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}

/** What is not HTML in a page as the server sends it, one line each. The page is asked for again, without its scripts' changes. */
export async function invalidHtml(page) {
  const answer = await page.request.get(page.url(), { headers: { accept: 'text/html' } });
  const { results } = validator.validateStringSync(await answer.text());
  return results.flatMap(({ messages }) => messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`));
}
