// node keyboard.cjs < {start, pages}: a citizen's tasks by keyboard alone. Every stop of the focus must be seen; nothing
// may hold it. Prints how many keys were pressed, and what should not have been.
"use strict";
const assert = require("node:assert/strict");
const { input, launch, main, stay, watched } = require("./watched.cjs");

const UNIT = "jinping";
const MOST = 250; // presses on the way to one place
let keys = 0;

// Runs in the page: what there is to be reached, in order, and what became of each stop.
const listen = () => {
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const name = (each) => `${each.tagName.toLowerCase()} ${(each.getAttribute("aria-label") || each.textContent || each.name || "").trim().slice(0, 24)}`;
  const isSeen = (each) => {
    const style = getComputedStyle(each);
    const framed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "transparent";
    const [box] = each.getClientRects();
    if (!box || !framed) return false;
    const [x, y] = [Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1)];
    const top = document.elementFromPoint(x, y);
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && top !== null && (each.contains(top) || top.contains(each));
  };
  const every = () => [...document.querySelectorAll(FOCUSABLE)].filter((each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }));
  globalThis.stops = [];
  document.addEventListener("focusin", (event) => globalThis.stops.push({ target: event.target, name: name(event.target), seen: isSeen(event.target) }));
  globalThis.walked = () => {
    const wanted = every(), met = globalThis.stops.map((stop) => stop.target);
    const order = met.filter((each, place) => met.indexOf(each) === place && wanted.includes(each));
    return {
      wanted: wanted.length,
      missed: wanted.filter((each) => !met.includes(each)).map(name),
      unseen: globalThis.stops.filter((stop) => !stop.seen).map((stop) => stop.name),
      turns: order.filter((each, place) => place && each !== wanted[0] && !(order[place - 1].compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING)).map(name),
    };
  };
  globalThis.reachable = () => every().length;
};

const press = async (tab, key) => { keys += 1; await tab.keyboard.press(key); };

// Tab until what has the focus fits the selector; each stop on the way must have been seen.
const reach = async (tab, selector) => {
  await tab.evaluate(listen);
  for (let count = 0; count < MOST; count += 1) {
    await press(tab, "Tab");
    if (await tab.evaluate((wanted) => document.activeElement.matches(wanted), selector)) {
      const unseen = await tab.evaluate(() => globalThis.stops.filter((stop) => !stop.seen).map((stop) => stop.name));
      assert.deepEqual(unseen, [], `on the way to ${selector}`);
      return;
    }
  }
  assert.fail(`${selector} was not reached with ${MOST} presses`);
};
const follow = async (tab, selector) => {
  await reach(tab, selector);
  const address = await tab.evaluate(() => document.activeElement.href);
  await press(tab, "Enter");
  await tab.waitForURL(address);
  await tab.waitForLoadState("load");
};

const skips = async (tab, home) => {
  await tab.goto(home);
  await press(tab, "Tab");
  assert.equal(await tab.evaluate(() => document.activeElement.className), "skip");
  assert.ok(await tab.locator(".skip").evaluate((each) => each.getBoundingClientRect().top >= 0));
  await press(tab, "Enter");
  await press(tab, "Tab");
  assert.ok(await tab.evaluate(() => document.querySelector("main").contains(document.activeElement)));
};
const searches = async (tab, home, words) => {
  await tab.goto(home);
  await reach(tab, "form[role=search] input");
  await tab.keyboard.type(words);
  await press(tab, "Enter");
  await tab.waitForURL(/search\.html\?q=/u);
  await tab.waitForFunction(() => document.querySelector("[data-found] li"));
  await follow(tab, "[data-found] a");
  assert.match(await tab.locator("h1").innerText(), new RegExp(words, "u"));
};
const descends = async (tab, home, steps) => {
  await tab.goto(home);
  for (const step of steps) await follow(tab, `:is(main, nav) a[href$="${step}"]`);
  await reach(tab, "a[download]");
  const [download] = await Promise.all([tab.waitForEvent("download"), press(tab, "Enter")]);
  assert.equal(await download.failure(), null);
  return download.suggestedFilename();
};
const enlarges = async (tab, home) => {
  const view = () => tab.evaluate(() => document.documentElement.className);
  await tab.goto(home);
  await reach(tab, "[data-view=elderly]");
  await press(tab, "Enter");
  assert.equal(await view(), "elderly");
  await follow(tab, "main a[href]");
  assert.equal(await view(), "elderly");
  await reach(tab, "[data-view=elderly]");
  await press(tab, "Space");
  assert.equal(await view(), "");
};
const asks = async (tab, home) => {
  await tab.goto(home);
  await follow(tab, 'main a[href$="ysqgk/index.html"]');
  await follow(tab, 'main a[href$="form.html"]');
  const fields = await tab.locator("main :is(input, textarea)").count();
  for (let field = 0; field < fields; field += 1) {
    await reach(tab, "main :is(input, textarea)");
    if (await tab.evaluate(() => ["checkbox", "radio"].includes(document.activeElement.type))) await press(tab, "Space");
    else await tab.keyboard.type("示例甲");
    await tab.evaluate(() => { document.activeElement.dataset.filled = "1"; });
  }
  const session = await tab.context().newCDPSession(tab);
  const { data } = await session.send("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
  return { fields, filled: await tab.locator("main [data-filled]").count(), paper: data };
};
const walks = async (tab, url) => {
  await stay(tab, url);
  await tab.evaluate(listen);
  const count = await tab.evaluate(() => globalThis.reachable());
  const done = () => tab.evaluate(() => document.activeElement === document.body && globalThis.walked().missed.length === 0);
  for (let number = 0; number < count + 12; number += 1) { // a few more: regions that scroll are stops too, and a page may begin within
    await press(tab, "Tab");
    if (number >= count - 1 && await done()) break;
  }
  return { url, ...await tab.evaluate(() => globalThis.walked()) };
};

main(async () => {
  const { start, pages, words, steps } = input();
  const home = `${start}/${UNIT}/index.html`;
  const browser = await launch();
  const { tab, told } = await watched(browser, start, { acceptDownloads: true });
  await skips(tab, home);
  await searches(tab, home, words);
  const file = await descends(tab, home, steps);
  await enlarges(tab, home);
  const form = await asks(tab, home);
  const found = [];
  for (const page of pages) found.push(await walks(tab, `${start}/${page}`));
  await browser.close();
  return { keys, file, form, walks: found, told };
});
