// node search_page.cjs START: a citizen's way from a unit's home through its search, by keyboard alone; prints requests
// to other hosts and errors (those of the security policy among them), and fails where something is not as it should be.
"use strict";
const assert = require("node:assert/strict");
const { chromium } = require("playwright-core");

(async () => {
  const start = process.argv[2];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const tab = await browser.newPage();
  const errors = [];
  let foreign = 0;
  tab.on("request", (request) => { if (!request.url().startsWith(start) && !request.url().startsWith("data:")) foreign += 1; });
  tab.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  tab.on("pageerror", (error) => errors.push(error.message));
  const told = (wanted) => tab.waitForFunction((text) => document.querySelector("[data-told]").textContent.includes(text), wanted);

  await tab.goto(`${start}/jinping/index.html`);
  await tab.locator("form[role=search] input:visible").first().focus();
  await tab.keyboard.type("最美庭院");
  await tab.keyboard.press("Enter");
  await told("共");
  assert.match(tab.url(), /jinping\/search\.html\?q=/u);
  const first = tab.locator(".search-found li").first();
  assert.match(await first.locator("h2").innerText(), /最美庭院/u);
  assert.equal(await first.locator("mark").first().innerText(), "最美庭院");

  await tab.keyboard.press("/");
  assert.equal(await tab.evaluate(() => document.activeElement.name), "q");
  await tab.keyboard.press("ArrowDown");
  assert.equal(await tab.evaluate(() => document.activeElement.tagName), "A");
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/jinping\/info\//u);

  await tab.goto(`${start}/jinping/search.html?q=${encodeURIComponent("低保")}&in=county`);
  await told("条");
  const units = new Set(await tab.locator(".search-about span:first-child").allInnerTexts());
  assert.ok(units.size > 2);
  const count = () => tab.locator(".search-found li").count();
  const more = tab.locator("[data-more] button");
  for (let before = -1, now = await count(); await more.isVisible(); now = await count()) {
    assert.ok(now > before && /^(先列出 \d+ 条，还有更多|共 \d+ 条，先列出 \d+ 条)$/u.test(await tab.locator("[data-told]").innerText()));
    before = now;
    await more.click();
    await tab.waitForFunction((shown) => document.querySelectorAll(".search-found li").length > shown, before); // more was promised
  }
  await told(`共 ${await count()} 条`);
  await tab.selectOption("#search-unit", "anding");
  await told("共");
  assert.deepEqual([...new Set(await tab.locator(".search-about span:first-child").allInnerTexts())], ["安定镇"]);
  await tab.locator(".search-found h2 a").first().click();
  await tab.waitForURL(/anding\/info\//u);

  // Results that come late push nothing about that is seen: on a telephone, on a slow line, found or not.
  const slow = await browser.newPage({ viewport: { width: 412, height: 823 } });
  const line = await slow.context().newCDPSession(slow);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 100, downloadThroughput: 2e5, uploadThroughput: 2e5 });
  await slow.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => { for (const each of list.getEntries()) globalThis.shift += each.value; }).observe({ type: "layout-shift", buffered: true });
  });
  for (const words of ["通知", "没有这样的词"]) {
    await slow.goto(`${start}/search.html?q=${encodeURIComponent(words)}`);
    await slow.waitForFunction(() => /共|没有找到|先列出/u.test(document.querySelector("[data-told]").textContent));
    await slow.waitForTimeout(200);
    assert.equal(await slow.evaluate(() => globalThis.shift), 0, words);
    assert.ok(await slow.locator(".search-help").isVisible());
  }
  // There the results come first, and what narrows them where it is asked for, or already does.
  const filters = slow.locator("#search-filters"), narrow = slow.locator("[data-narrow]");
  assert.ok(!await filters.isVisible());
  await narrow.press("Enter");
  assert.ok(await filters.isVisible() && await narrow.getAttribute("aria-expanded") === "true");
  await slow.goto(`${start}/search.html?q=${encodeURIComponent("通知")}&year=2026`);
  assert.ok(await filters.isVisible() && await narrow.getAttribute("aria-expanded") === "true");
  await slow.close();

  await tab.goto(`${start}/search.html?q=${encodeURIComponent("<img src=x onerror=alert(1)>")}`);
  await told("没有找到");

  // A file that holds another's words, as an old copy in a cache does: the page says so, and waits for nothing.
  await tab.route(/\/search\/[^/]+\.js$/u, (route) => route.fulfill({ contentType: "text/javascript", body: 'gongkai("another", {});' }));
  await tab.goto(`${start}/jinping/search.html?q=${encodeURIComponent("低保")}`);
  await told("没有取到");
  errors.splice(0, errors.length, ...errors.filter((each) => !each.startsWith("search/"))); // which file it was, for whoever asks
  await browser.close();
  console.log(JSON.stringify({ foreign, errors }));
})().catch((error) => { console.error(error); process.exit(1); });
