// 文字实录：点时间，录像从那里开始放；放到哪一句，标出哪一句。没有脚本时，时间仍然是那一句的锚点。
(() => {
  const film = document.querySelector("video.film");
  const times = [...document.querySelectorAll(".transcript-time")];
  if (!film || !times.length) return;
  for (const time of times) {
    time.addEventListener("click", () => {
      film.currentTime = Number(time.dataset.seconds);
      film.play().catch(() => {});
    });
  }
  let lit = null;
  film.addEventListener("timeupdate", () => {
    const past = times.filter((time) => Number(time.dataset.seconds) <= film.currentTime + 0.05);
    const now = past.length ? past[past.length - 1].parentElement : null;
    if (now === lit) return;
    if (lit) lit.removeAttribute("aria-current");
    if (now) now.setAttribute("aria-current", "true");
    lit = now;
  });
})();
