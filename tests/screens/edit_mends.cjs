// node edit_mends.cjs ENTRANCE PICTURE PLACE: what an editor sees in the list and in the form PLACE, as JSON.
"use strict";
const { drop, launch, ready, said } = require("./forms.cjs");

const status = (tab) => tab.locator(".gk-said").textContent();
const looked = (tab) => tab.waitForResponse((each) => each.url().endsWith("/-/edit/look"), { timeout: 20000 });

const find = async (tab, words) => {
  await tab.fill("#gk-filter", words);
  return tab.locator(".gk-documents > li:visible > a").allTextContents();
};

const keeps = async (tab, picture, seen) => {
  const answer = looked(tab);
  await drop(tab, picture, "会场.png", "image/png");
  await answer;
  await said(tab, "放在文档旁边");
  await tab.waitForFunction(() => document.querySelector("[data-findings]").textContent !== "");
  await tab.waitForTimeout(1500); // the editor of formatted text tells of its change late
  seen.kept = await status(tab);
  await tab.fill("#f-note", "此件公开发布");
  await tab.waitForFunction(() => document.querySelector(".gk-said").textContent === "还没有保存", null, { timeout: 20000 });
  seen.next = await status(tab);
  await tab.keyboard.press("Control+S"); // as Caps Lock sends it
  await said(tab, "已保存");
};

(async () => {
  const [entrance, picture, place] = process.argv.slice(2);
  const { browser, tab } = await launch();
  const seen = {};
  tab.on("dialog", (dialog) => dialog.accept("会场"));
  await tab.goto(entrance);
  seen.found = await find(tab, "草稿");
  await tab.fill("#gk-filter", "");
  await tab.locator("summary", { hasText: "新建" }).click();
  seen.chosen = {};
  for (const kind of ["公文", "通知公告"]) {
    await tab.selectOption("#new-kind", kind);
    seen.chosen[kind] = await tab.inputValue("#new-column");
  }
  await tab.goto(new URL(place, entrance).href);
  await ready(tab);
  await tab.locator(".gk-more > summary").click();
  seen.table = await tab.locator('.vditor-wysiwyg img[src$=".csv"]').evaluate((each) => {
    const box = each.getBoundingClientRect();
    return { text: getComputedStyle(each, "::before").content, wide: box.width > 300, high: box.height > 24 };
  });
  seen.page = await tab.locator(".gk-see").getAttribute("href");
  if (process.argv[5]) await tab.screenshot({ path: process.argv[5], fullPage: true });
  await keeps(tab, picture, seen);
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
