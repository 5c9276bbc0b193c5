// node masthead.cjs PAGE WIDTH...: prints as JSON the lines in which the masthead's name stands at each width.
"use strict";
const { launch } = require("./forms.cjs");

(async () => {
  const [page, ...widths] = process.argv.slice(2);
  const { browser, tab } = await launch();
  await tab.goto(page);
  const seen = {};
  for (const width of widths) {
    await tab.setViewportSize({ width: Number(width), height: 600 });
    seen[width] = await tab.locator(".masthead-name a").evaluate((each) => {
      const lines = new Map(), range = document.createRange();
      for (const text of [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)) {
        for (let place = 0; place < text.length; place += 1) {
          range.setStart(text, place);
          range.setEnd(text, place + 1);
          const top = Math.round(range.getBoundingClientRect().top);
          lines.set(top, (lines.get(top) ?? "") + text.data[place]);
        }
      }
      return [...lines.values()];
    });
  }
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
