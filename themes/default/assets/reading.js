// 朗读本页：用浏览器和系统自带的语音（speechSynthesis），不下载、不发送任何东西，没有网络也能读。
// 系统里没有中文语音、浏览器不会朗读，或者没有脚本时，按钮不出现，页面照常能看。
// 一段一段地读，读到的一段有记号；先选中几个字再按“朗读”，从选中的地方读起。按 Esc 停下。
(function () {
  "use strict";
  var voices = window.speechSynthesis;
  var LONGEST = 160; // 字：太长的一句，有的浏览器读到一半会停
  var PARTS = "h1, h2, h3, h4, p, li, dt, dd, caption, th, td, figcaption, summary, address";

  // 一排链接之间停一下
  function after(node, name) {
    return node.tagName === name && node.previousSibling !== null && node.previousSibling.nodeName === name;
  }

  // 元素自己的字：里面另成一段的（例如列表里的列表）不算，免得读两遍
  function words(part) {
    var text = "";
    part.childNodes.forEach(function (node) {
      if (node.nodeType === Node.TEXT_NODE) {
        text += node.data;
      } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(PARTS) && !node.matches("ul, ol, dl, table, script")) {
        text += node.querySelector(PARTS) ? "" : (after(node, "A") ? "，" : "") + node.textContent;
      }
    });
    return text.replace(/\s+/g, " ").trim();
  }

  function shown(part) {
    return part.getClientRects().length > 0 && part.closest("[hidden], [aria-hidden=true], nav, form, [data-quiet]") === null;
  }

  // 一段里的句子，每句不超过 LONGEST 个字
  function sentences(text) {
    var found = [];
    (text.match(/[^。！？；!?;\n]+[。！？；!?;]*/g) || []).forEach(function (each) {
      while (each.length > LONGEST) {
        var cut = Math.max(each.lastIndexOf("，", LONGEST), each.lastIndexOf("、", LONGEST)) + 1 || LONGEST;
        found.push(each.slice(0, cut));
        each = each.slice(cut);
      }
      found.push(each);
    });
    return found;
  }

  function chinese() {
    return voices.getVoices().find(function (voice) { return /^(zh|cmn|yue)/i.test(voice.lang); });
  }

  function prepare() {
    var main = document.querySelector("main");
    var start = document.querySelector("[data-read=start]");
    var stop = document.querySelector("[data-read=stop]");
    var lines = [], place = 0, state = "idle", run = 0, marked = null;
    if (!main || !start || !stop) {
      return;
    }

    function mark(part) {
      if (marked !== part) {
        if (marked) { marked.classList.remove("being-read"); }
        if (part) {
          part.classList.add("being-read");
          part.scrollIntoView({ block: "nearest" });
        }
        marked = part;
      }
    }

    function turn(now) {
      state = now;
      start.textContent = start.dataset[now];
      stop.hidden = now === "idle";
    }

    function collect() {
      lines = [];
      main.querySelectorAll(PARTS).forEach(function (part) {
        if (shown(part)) {
          sentences(words(part)).forEach(function (text) { lines.push({ part: part, text: text }); });
        }
      });
    }

    function first() {
      var chosen = window.getSelection();
      if (!chosen || chosen.isCollapsed || !main.contains(chosen.anchorNode)) {
        return 0;
      }
      return Math.max(0, lines.findIndex(function (line) { return chosen.containsNode(line.part, true); }));
    }

    function end() {
      run += 1; // 已经排上的下一句不再接着读
      voices.cancel();
      mark(null);
      turn("idle");
    }

    function speak(mine) {
      if (mine !== run) {
        return;
      }
      if (place >= lines.length) {
        end();
        return;
      }
      var said = new SpeechSynthesisUtterance(lines[place].text);
      said.lang = "zh-CN";
      said.voice = chinese() || null;
      said.onend = function () {
        if (mine === run) {
          place += 1;
          speak(mine);
        }
      };
      said.onerror = function () {
        if (mine === run) { end(); }
      };
      mark(lines[place].part);
      voices.speak(said);
    }

    // 停下时记住读到哪一句，接着读时从这一句重新念：有的系统不支持 pause()
    function play(from) {
      run += 1;
      voices.cancel();
      place = from;
      turn("playing");
      speak(run);
    }

    start.addEventListener("click", function () {
      if (state === "playing") {
        run += 1;
        voices.cancel();
        turn("paused");
      } else if (state === "paused") {
        play(place);
      } else {
        collect();
        play(first());
      }
    });
    stop.addEventListener("click", function () {
      end();
      start.focus();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && state !== "idle") { end(); }
    });
    window.addEventListener("pagehide", end);

    function offer() {
      if (chinese()) {
        start.hidden = false;
        start.closest("[data-views]").hidden = false;
      }
    }
    offer();
    voices.addEventListener("voiceschanged", offer);
  }

  if (voices && typeof SpeechSynthesisUtterance === "function") {
    prepare();
  }
})();
