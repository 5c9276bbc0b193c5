"use strict";
const { chromium } = require("playwright-core");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
(async () => {
  const [entrance, doc, out] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
  for (const [name, width, height, scheme] of [["desk", 1280, 900, "light"], ["phone", 390, 844, "light"], ["dark", 1280, 900, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
    const tab = await context.newPage();
    tab.on("console", (m) => console.log(name, m.type(), m.text()));
    tab.on("pageerror", (e) => console.log(name, "ERR", e));
    tab.on("requestfailed", (r) => console.log("FAILED", r.url()));
    tab.on("response", (r) => { if (r.status() >= 400) console.log(r.status(), r.url()); });
    await tab.goto(entrance);
    await tab.screenshot({ path: `${out}/${name}-list.png` });
    await tab.goto(doc);
    await tab.waitForTimeout(2500);
    await tab.screenshot({ path: `${out}/${name}-form.png`, fullPage: name === "desk" });
    await tab.screenshot({ path: `${out}/${name}-form-full.png`, fullPage: true });
    await context.close();
  }
  await browser.close();
})();
