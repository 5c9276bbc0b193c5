// node pictures.cjs ENTRANCE '[{"place": …, "target": …, "width": …, "height": …, …}, …]'
//
// Opens places of a running `gongkai edit` in Chromium and takes a picture of each. `fill` is what is written into fields
// before, by their ids; `ready` is what must be there, `says` [selector, words] what must be read; `of` is the part that is
// taken, else the window.
"use strict";
const { chromium } = require("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--lang=zh-CN", "--font-render-hinting=none", "--hide-scrollbars"];

async function taken(browser, entrance, { place, target, width, height, fill, ready, says, of }) {
  const tab = await browser.newPage({ viewport: { width, height }, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  await tab.goto(entrance);
  await tab.goto(new URL(place, entrance).href);
  await tab.waitForSelector(ready);
  for (const [field, value] of Object.entries(fill ?? {})) await tab.fill(`#${field}`, value);
  if (says) await tab.waitForFunction(([part, words]) => document.querySelector(part).textContent.includes(words), says);
  await tab.evaluate(() => document.activeElement.blur());
  await (of ? tab.locator(of).first() : tab).screenshot({ path: target, animations: "disabled" });
  await tab.close();
}

(async () => {
  const [entrance, pictures] = [process.argv[2], JSON.parse(process.argv[3])];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS, env: { ...process.env, LANGUAGE: "zh_CN", LANG: "zh_CN.UTF-8" } });
  for (const picture of pictures) await taken(browser, entrance, picture);
  await browser.close();
})().catch((error) => { console.error(error); process.exit(1); });
