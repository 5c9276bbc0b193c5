// node edit_picture.cjs ENTRANCE PLACE TARGET WIDTH HEIGHT: shoots a form of `gongkai edit` with a problem in it.
"use strict";
const { chromium } = require("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--lang=zh-CN", "--font-render-hinting=none"];

(async () => {
  const [entrance, place, target, width, height] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS, env: { ...process.env, LANGUAGE: "zh_CN", LANG: "zh_CN.UTF-8" } });
  const tab = await browser.newPage({ viewport: { width: Number(width), height: Number(height) }, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  await tab.goto(entrance);
  await tab.goto(new URL(place, entrance).href);
  await tab.waitForSelector('[data-ready="rich"]');
  await tab.fill("#f-document_number", "景政发[26]12号");
  await tab.waitForFunction(() => document.querySelector("[data-findings]").textContent.includes("D102"));
  await tab.evaluate(() => document.activeElement.blur());
  await tab.screenshot({ path: target });
  await browser.close();
})().catch((error) => { console.error(error); process.exit(1); });
