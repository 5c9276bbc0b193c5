// node catalogue.cjs PAGE CLICKS...: CLICKS are labels of filters, joined by "+"; prints as JSON what the catalogue then
// says and lists, by CLICKS; and the sum of layout shifts, what the browser complained of, what it asked others for.
"use strict";
const { launch } = require("./forms.cjs");

(async () => {
  const [page, ...asked] = process.argv.slice(2);
  const { browser, tab } = await launch();
  const errors = [], foreign = [];
  tab.on("pageerror", (error) => errors.push(error.message));
  tab.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  tab.on("request", (request) => { if (!request.url().startsWith("file:")) foreign.push(request.url()); });
  const told = (words) => tab.waitForFunction((wanted) => wanted.every((word) => document.querySelector("[data-told]").textContent.includes(word)), words, { timeout: 20000 });
  const listed = () => tab.locator(".catalogue tbody th a").evaluateAll((links) => links.map((each) => each.getAttribute("href")));
  const seen = {};
  for (const clicks of asked) {
    await tab.goto("about:blank");
    await tab.goto(page);
    const labels = clicks.split("+");
    for (const [place, label] of labels.entries()) {
      await tab.locator(".facets dd a").getByText(label, { exact: true }).focus();
      await tab.keyboard.press("Enter"); // with the keyboard, as everything must be possible
      await told([label, place ? "、" : "共"]);
    }
    seen[clicks] = { told: await tab.locator("[data-told]").textContent(), listed: await listed() };
  }
  await tab.reload(); // an address with filters shows what was filtered
  await told(asked.at(-1).split("+"));
  seen.again = await listed();
  await tab.goBack();
  await told(["共"]);
  seen.back = await tab.locator("[data-told]").textContent();
  await tab.locator("[data-all]").click();
  await told(["全部"]);
  seen.all = await tab.locator("[data-told]").textContent();
  await browser.close();
  console.log(JSON.stringify({ seen, errors, foreign }));
})().catch((error) => { console.error(error); process.exit(1); });
