// What scripts that work in the forms of `gongkai edit` share.
"use strict";
const { readFileSync } = require("node:fs");
const { chromium } = require("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--lang=zh-CN"];

const launch = async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
  return { browser, tab: await browser.newPage({ locale: "zh-CN" }) };
};
const drop = async (tab, path, name, kind) => {
  const data = readFileSync(path).toString("base64");
  const transfer = await tab.evaluateHandle(([bytes, title, sort]) => {
    const made = new DataTransfer();
    made.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], title, { type: sort }));
    return made;
  }, [data, name, kind]);
  await tab.dispatchEvent(".gk-sheet", "drop", { dataTransfer: transfer });
};
const said = (tab, word) => tab.waitForFunction((wanted) => document.querySelector(".gk-said").textContent.includes(wanted), word, { timeout: 20000 });
const ready = (tab) => tab.waitForSelector('[data-ready="rich"]', { timeout: 20000 });

module.exports = { drop, launch, ready, said };
