// 长辈版的开关。选择只记在本机的浏览器里（localStorage），不发送到任何地方；没有脚本时开关不出现，页面照常能读。
// 放在 <head> 里，页面画出来以前就换好，不闪动。
(function () {
  "use strict";
  var KEY = "gongkai-view";
  var page = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch (refused) { // 浏览器不许记：开关照样能用，只是换一页要再按一次
      return "";
    }
  }

  function store(view) {
    try {
      localStorage.setItem(KEY, view);
    } catch (refused) { // 同上
    }
  }

  // "" 标准版，"elderly" 长辈版，"elderly largest" 长辈版的特大字
  function show(view) {
    page.classList.toggle("elderly", view !== "");
    page.classList.toggle("largest", view === "elderly largest");
  }

  function label(button, on) {
    var words = on ? button.dataset.on : button.dataset.off;
    if (button.textContent !== words) {
      button.textContent = words;
    }
  }

  function begin() {
    var group = document.querySelector("[data-views][hidden]");
    if (!group) { // 没有开关，或者已经换好
      return;
    }
    var elderly = group.querySelector("[data-view=elderly]");
    var largest = group.querySelector("[data-view=largest]");

    function turn(view) {
      show(view);
      label(elderly, view !== "");
      label(largest, view === "elderly largest");
      largest.hidden = view === "";
    }

    function choose(view) {
      store(view);
      turn(view);
    }

    elderly.addEventListener("click", function () {
      choose(page.classList.contains("elderly") ? "" : "elderly");
    });
    largest.addEventListener("click", function () {
      choose(page.classList.contains("largest") ? "elderly" : "elderly largest");
    });
    turn(stored());
    group.hidden = false;
  }

  show(stored());
  // 开关一读到就换好（它后面的内容出现，说明它已经读完），不等整页读完：那时页面可能已经画出来，按钮再出现会把下面的内容挤开。
  var watch = new MutationObserver(function () {
    if (document.querySelector("[data-views] + *")) {
      watch.disconnect();
      begin();
    }
  });
  watch.observe(page, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", function () {
    watch.disconnect();
    begin();
  });
})();
