// node preview.cjs PAGE FILE TIMES: opens a page of a preview in Chromium, saves its file some times, and prints the
// requests to other hosts, the errors of the page, and the milliseconds from each save to the refreshed page.
"use strict";
const { appendFileSync } = require("node:fs");
const { chromium } = require("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

(async () => {
  const [page, file, times] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
  const tab = await browser.newPage();
  let foreign = 0, errors = 0;
  tab.on("request", (request) => { if (new URL(request.url()).host !== new URL(page).host) foreign += 1; });
  tab.on("console", (message) => { if (message.type() === "error") errors += 1; });
  tab.on("pageerror", () => { errors += 1; });
  await tab.goto(page);
  const passed = [];
  for (let number = 0; number < Number(times); number += 1) {
    await tab.waitForTimeout(400);
    const word = `Saved${process.pid}x${number}`;
    const started = performance.now();
    appendFileSync(file, `\n${word}\n`);
    await tab.waitForFunction((wanted) => document.body !== null && document.body.textContent.includes(wanted), word, { polling: 5, timeout: 20000 });
    passed.push(Math.round(performance.now() - started));
  }
  await browser.close();
  console.log([`foreign=${foreign}`, `errors=${errors}`, ...passed].join(" "));
})().catch((error) => { console.error(error); process.exit(1); });
