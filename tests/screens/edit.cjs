// node edit.cjs ENTRANCE FOLDER PLACE FILE: works in the forms of `gongkai edit` as an editor does, in Chromium, and prints as
// JSON what it met: requests to other hosts, errors of pages, refusals of the security policy, what it saw.
// FOLDER holds the files that are dropped: word.docx, picture.png. PLACE is the form of the document FILE.
"use strict";
const { appendFileSync } = require("node:fs");
const { join } = require("node:path");
const { drop, launch, ready, said } = require("./forms.cjs");

const codes = (tab) => tab.locator("[data-findings] .gk-code").allTextContents();
const write = async (tab, text) => {
  await tab.locator(".vditor-wysiwyg > .vditor-reset > :last-child").click();
  await tab.keyboard.press("End");
  await tab.keyboard.press("Enter");
  await tab.keyboard.type(text);
};

const create = async (tab, folder, seen) => {
  await tab.locator("summary", { hasText: "新建" }).click();
  await tab.selectOption("#new-kind", "通知公告");
  await tab.selectOption("#new-column", "gg");
  await tab.fill("#new-title", "关于: 新的\"通知\" #1");
  await tab.click("button[type=submit]");
  await ready(tab);
  await drop(tab, join(folder, "word.docx"), "来文.docx", "application/octet-stream");
  await said(tab, "填入了");
  seen.filled = await tab.locator(".gk-said").textContent();
  await drop(tab, join(folder, "picture.png"), "../../会场 照片.png", "image/png");
  await said(tab, "放在文档旁边");
  await tab.fill("#f-review-result", "同意公开");
  await tab.fill("#f-review-reviewer", "张某");
  await tab.fill("#f-review-date", "2026-01-05");
  await tab.fill("#f-document_number", "锦政发[26]1号");
  await tab.waitForFunction(() => document.querySelector("[data-findings]").textContent.includes("D102"), null, { timeout: 20000 });
  seen.appeared = await codes(tab);
  await tab.fill("#f-document_number", "锦政发〔2026〕1号");
  await tab.waitForFunction(() => !document.querySelector("[data-findings]").textContent.includes("D102"), null, { timeout: 20000 });
  seen.vanished = await codes(tab);
  await tab.click("button.gk-main");
  await said(tab, "已保存");
};

const change = async (tab, address, seen) => {
  await tab.goto(address);
  await ready(tab);
  await tab.fill("#f-summary", "新的概述");
  await write(tab, "又写了一段，电话 138****1234。");
  await tab.click("[data-source]");
  await tab.waitForSelector("#gk-body:not([hidden])");
  seen.source = await tab.inputValue("#gk-body");
  await tab.click("[data-source]");
  await tab.waitForSelector("#gk-rich:not([hidden])");
  await tab.keyboard.press("Control+s");
  await said(tab, "已保存");
};

const clash = async (tab, file, seen) => {
  appendFileSync(file, "\r\n别人加的。\r\n");
  await tab.locator(".gk-more > summary").click();
  await tab.fill("#f-note", "此件公开发布");
  await tab.click("button.gk-main");
  await tab.waitForSelector("dialog[open]");
  seen.diff = await tab.locator(".gk-diff").textContent();
  await tab.click("[data-merge]");
  await tab.waitForFunction(() => document.querySelector(".vditor-wysiwyg")?.textContent.includes("别人加的"), null, { timeout: 20000 });
  seen.merged = await tab.inputValue("#f-note");
};

(async () => {
  const [entrance, folder, place, file] = process.argv.slice(2);
  const own = new URL(entrance);
  const { browser, tab } = await launch();
  const seen = { foreign: [], errors: [], refused: [] };
  tab.on("request", (request) => { if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== own.host) seen.foreign.push(request.url()); });
  tab.on("console", (message) => { if (message.type() === "error" && !message.text().includes("409")) seen.errors.push(message.text()); });
  tab.on("pageerror", (error) => seen.errors.push(String(error)));
  tab.on("dialog", (dialog) => dialog.accept("会场里坐满了人"));
  await tab.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`)));
  await tab.goto(entrance);
  seen.address = tab.url();
  await create(tab, folder, seen);
  await change(tab, new URL(place, own).href, seen);
  await clash(tab, file, seen);
  await tab.goto(own.origin + "/jinping/info/2026-00001.html");
  seen.link = await tab.locator(".gk-panel a", { hasText: "编辑" }).getAttribute("href");
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
