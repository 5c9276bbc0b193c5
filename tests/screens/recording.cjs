// node recording.cjs PAGE: plays the recording for two seconds and prints as JSON what a citizen sees and hears of it.
"use strict";
const { launch } = require("./forms.cjs");

(async () => {
  const { browser, tab } = await launch();
  await tab.goto(process.argv[2]);
  await tab.evaluate(() => { const film = document.querySelector("video"); film.muted = true; return film.play(); });
  await tab.waitForFunction(() => document.querySelector("video").currentTime > 1.3, null, { timeout: 20000 });
  const seen = await tab.evaluate(() => {
    const film = document.querySelector("video"), track = film.textTracks[0];
    film.pause();
    return {
      played: film.currentTime,
      error: film.error ? film.error.message : "",
      kind: track.kind,
      mode: track.mode,
      cues: track.cues.length,
      shown: [...track.activeCues].map((cue) => cue.text).join("\n"),
      lit: document.querySelector(".transcript [aria-current]")?.id ?? "",
    };
  });
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
