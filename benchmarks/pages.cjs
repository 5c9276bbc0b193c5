// node pages.cjs < {start, pages: [{name, before, address}], runs, latency, rate}: what a visit costs in Chromium, with an
// empty cache and after another page of the same unit. `rate` in bytes a second, 0 where the wire itself is slow.
"use strict";
const { chromium } = require("../tests/node_modules/playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--lang=zh-CN"];
const SETTLE = 400; // milliseconds after the page has loaded, in which something could still be drawn or move

const observe = () => {
  globalThis.seen = { paint: 0, what: "", shift: 0 };
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) Object.assign(globalThis.seen, { paint: each.startTime, what: each.element ? `${each.element.tagName.toLowerCase()}.${each.element.className}` : "" });
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => { for (const each of list.getEntries()) globalThis.seen.shift += each.value; }).observe({ type: "layout-shift", buffered: true });
};

const visit = async (tab, session, url, size) => {
  size.bytes = 0;
  size.requests = 0;
  await tab.goto(url, { waitUntil: "load" });
  await tab.waitForTimeout(SETTLE);
  const seen = await tab.evaluate(() => globalThis.seen);
  const first = await tab.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  return { ...seen, first, bytes: size.bytes, requests: size.requests };
};

const measure = async (browser, { start, latency, rate }, { before, address }) => {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true });
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  const size = { bytes: 0, requests: 0 };
  await session.send("Network.enable");
  if (rate) await session.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: rate, uploadThroughput: rate });
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { size.bytes += encodedDataLength; size.requests += encodedDataLength ? 1 : 0; });
  await tab.addInitScript(observe);
  const cold = await visit(tab, session, `${start}/${address}`, size);
  await session.send("Network.clearBrowserCache");
  await visit(tab, session, `${start}/${before}`, size);
  const warm = await visit(tab, session, `${start}/${address}`, size);
  await context.close();
  return { cold, warm };
};

(async () => {
  const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
  await measure(browser, given, given.pages[0]); // the browser itself is warm then
  const found = given.pages.map((page) => ({ name: page.name, runs: [] }));
  for (let run = 0; run < given.runs; run += 1) {
    for (const [place, page] of given.pages.entries()) found[place].runs.push(await measure(browser, given, page));
  }
  await browser.close();
  console.log(JSON.stringify(found));
})().catch((error) => { console.error(error); process.exit(1); });
