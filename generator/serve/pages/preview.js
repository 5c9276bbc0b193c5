// 预览：页面有变化就刷新；点一下复制位置。
// 浏览器对一个地址只给六条连接，所以看不见的标签页不占连接；再看见时先问有没有变化。
"use strict";
(() => {
  const mark = document.currentScript.dataset.mark;
  const about = `/-/events?mark=${mark}&page=${encodeURIComponent(location.pathname)}`;
  let events = null;

  // 刷新以后，面板里展开的还展开着，焦点还在原来的按钮上；滚动到哪里由浏览器记住。
  const KEPT = "gk-panel";
  const folds = () => [...document.querySelectorAll(".gk-panel details")];
  const keep = () => {
    const focus = document.activeElement?.dataset.copy ?? "";
    sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname, open: folds().map((each) => each.open), focus }));
  };
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    sessionStorage.removeItem(KEPT);
    if (kept.page !== location.pathname) return;
    folds().forEach((each, number) => { each.open = kept.open[number] ?? false; });
    const buttons = [...document.querySelectorAll("button[data-copy]")];
    if (kept.focus !== "") buttons.find((each) => each.dataset.copy === kept.focus)?.focus({ preventScroll: true });
  };

  const listen = () => {
    if (events !== null || document.hidden) return;
    events = new EventSource(about);
    events.addEventListener("changed", () => {
      keep();
      location.reload();
    });
  };
  const rest = () => {
    if (events !== null) events.close();
    events = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  restore();
  listen();

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button === null || navigator.clipboard === undefined) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add("gk-copied");
    setTimeout(() => button.classList.remove("gk-copied"), 1500);
  });
})();
