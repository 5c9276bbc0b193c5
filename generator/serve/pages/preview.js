// 预览：页面有变化就刷新；点一下复制位置。
// 浏览器对一个地址只给六条连接，所以看不见的标签页不占连接；再看见时先问有没有变化。
"use strict";
(() => {
  const mark = document.currentScript.dataset.mark;
  const about = `/-/events?mark=${mark}&page=${encodeURIComponent(location.pathname)}`;
  let events = null;

  const listen = () => {
    if (events !== null || document.hidden) return;
    events = new EventSource(about);
    events.addEventListener("changed", () => location.reload());
  };
  const rest = () => {
    if (events !== null) events.close();
    events = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  listen();

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button === null || navigator.clipboard === undefined) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add("gk-copied");
    setTimeout(() => button.classList.remove("gk-copied"), 1500);
  });
})();
