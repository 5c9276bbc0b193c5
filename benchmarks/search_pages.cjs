// node search_pages.cjs BASE < 任务（JSON：{ours: [词], pagefind: [词]}）> 结果（JSON）：在 Chromium 里搜索，每次都是新来的人，
// 没有缓存。毫秒从按下“搜索”算起，到列出结果为止；字节由服务器记。
"use strict";
const { readFileSync } = require("node:fs");
const { chromium } = require("playwright-core");

const ask = (words) => new Promise((resolve) => {
  const form = document.querySelector(".search-form"), started = performance.now();
  const done = new MutationObserver(() => {
    const text = document.querySelector("[data-told]").textContent;
    if (!text || text === "正在找…") return;
    done.disconnect();
    requestAnimationFrame(() => resolve({ time: performance.now() - started, told: text, shown: document.querySelectorAll(".search-found li").length }));
  });
  done.observe(document.querySelector("[data-told]"), { childList: true });
  form.elements.q.value = words;
  form.requestSubmit();
});
const askPagefind = async (words) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const started = performance.now();
  const { results } = await pagefind.search(words);
  await Promise.all(results.slice(0, 10).map((each) => each.data()));
  return { time: performance.now() - started, ids: results.map((each) => each.id) };
};

(async () => {
  const base = process.argv[2], tasks = JSON.parse(readFileSync(0, "utf8"));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const found = { ours: [], pagefind: [] };
  for (const [which, words] of Object.entries(tasks)) {
    for (const one of words) {
      const context = await browser.newContext(), page = await context.newPage();
      if (which === "ours") {
        await page.goto(`${base}/search.html`);
        await page.waitForFunction(() => !document.querySelector("[data-filters]").hidden);
        found.ours.push(await page.evaluate(ask, one));
      } else {
        await page.goto(`${base}/-/blank`);
        found.pagefind.push(await page.evaluate(askPagefind, one));
      }
      await page.request.get(`${base}/-/next`).catch(() => {}); // 服务器从头记
      await context.close();
    }
  }
  await browser.close();
  console.log(JSON.stringify(found));
})().catch((error) => { console.error(error); process.exit(1); });
