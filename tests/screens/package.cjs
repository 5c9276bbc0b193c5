// node package.cjs START TITLE PAGE NAME: a reader without a line opens an unpacked package by file://, searches a title and
// opens what was found; prints requests that left the disk and errors.
"use strict";
const assert = require("node:assert/strict");
const { chromium } = require("playwright-core");

(async () => {
  const [start, title, page, whole] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const tab = await browser.newPage();
  const errors = [];
  const foreign = [];
  tab.on("request", (request) => { if (!/^(file|data):/u.test(request.url())) foreign.push(request.url()); });
  tab.on("requestfailed", (request) => errors.push(request.url()));
  tab.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  tab.on("pageerror", (error) => errors.push(error.message));

  await tab.goto(start);
  assert.notEqual(await tab.evaluate(() => getComputedStyle(document.querySelector(".masthead")).backgroundColor), "");
  await tab.locator("form[role=search] input:visible").first().focus();
  await tab.keyboard.type(title);
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.querySelector("[data-told]")?.textContent.includes("共"));
  assert.ok(tab.url().startsWith("file://"));
  assert.equal(await tab.locator("#search-scope").isVisible(), whole === "county"); // what is not in the package is not offered
  const first = tab.locator(".search-found li h2 a").first();
  assert.match(await first.innerText(), new RegExp(title, "u"));
  await first.click();
  await tab.waitForURL((url) => url.pathname.endsWith(page));
  assert.match(await tab.locator("h1").first().innerText(), new RegExp(title, "u"));
  await browser.close();
  console.log(JSON.stringify({ foreign, errors }));
})().catch((error) => { console.error(error); process.exit(1); });
