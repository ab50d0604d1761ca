// Tocsin's pages work without this. It refreshes what is live, previews silences while they are typed,
// remembers the author, and follows links made for Alertmanager's own page.
(function () {
  "use strict";

  var root = document.body.dataset.root || "./";

  // Notifications made from Alertmanager's templates point to /#/alerts?… and /#/silences/….
  function follow() {
    var hash = location.hash;
    if (hash.indexOf("#/") !== 0) return false;
    var path = hash.slice(2);
    var query = "";
    var mark = path.indexOf("?");
    if (mark >= 0) {
      query = path.slice(mark);
      path = path.slice(0, mark);
    }
    if (path === "" || path === "alerts") path = "";
    else if (!/^(silences(\/[A-Za-z0-9-]+(\/edit)?)?|status|receivers)$/.test(path)) return false;
    if (query) {
      var given = new URLSearchParams(query.slice(1));
      var filter = given.get("filter");
      if (filter) given.set("filter", filter.replace(/^\s*\{/, "").replace(/\}\s*$/, ""));
      query = "?" + given.toString();
    }
    location.replace(root + path + query);
    return true;
  }
  if (follow()) return;
  addEventListener("hashchange", follow);

  var live = document.getElementById("live");
  var announcer = document.getElementById("announcer");
  var tag = "";
  var said = "";

  function openDetails() {
    var open = {};
    live.querySelectorAll("details[id]").forEach(function (each) { open[each.id] = each.open; });
    return open;
  }

  function replace(html) {
    var open = openDetails();
    var focused = document.activeElement;
    var href = live.contains(focused) ? focused.getAttribute("href") : null;
    live.innerHTML = html;
    live.querySelectorAll("details[id]").forEach(function (each) {
      if (each.id in open) each.open = open[each.id];
    });
    if (href !== null) {
      var again = Array.prototype.find.call(live.querySelectorAll("a"), function (each) {
        return each.getAttribute("href") === href;
      });
      if (again) again.focus({ preventScroll: true });
    }
    var summary = live.querySelector("[data-summary]");
    if (summary && announcer && summary.dataset.summary !== said) {
      if (said !== "") announcer.textContent = summary.dataset.summary;
      said = summary.dataset.summary;
    }
  }

  function busy() {
    var chosen = getSelection && String(getSelection());
    return document.hidden || chosen || live.querySelector("button:focus, input:focus");
  }

  function refresh(seconds) {
    setTimeout(function () {
      if (busy()) return refresh(seconds);
      var asked = { "X-Tocsin-Live": "1" };
      if (tag) asked["If-None-Match"] = tag;
      fetch(location.href, { headers: asked, credentials: "same-origin", cache: "no-store" })
        .then(function (answer) {
          if (answer.status === 200) {
            tag = answer.headers.get("ETag") || "";
            return answer.text().then(replace);
          }
          if (answer.status !== 304) throw new Error(String(answer.status));
        })
        .then(function () { document.body.classList.remove("offline"); refresh(seconds); })
        .catch(function () { document.body.classList.add("offline"); refresh(Math.min(60, seconds * 2)); });
    }, seconds * 1000);
  }

  if (live && Number(live.dataset.refresh) > 0) {
    var first = live.querySelector("[data-summary]");
    said = first ? first.dataset.summary : "";
    refresh(Number(live.dataset.refresh));
  }

  document.querySelectorAll("[data-remember]").forEach(function (field) {
    var key = "tocsin." + field.dataset.remember;
    try {
      if (!field.value) field.value = localStorage.getItem(key) || "";
      field.form.addEventListener("submit", function () { localStorage.setItem(key, field.value); });
    } catch (e) { /* a browser that keeps nothing */ }
  });

  var form = document.querySelector("form[data-preview]");
  if (form) {
    var box = document.getElementById("preview");
    var waiting = 0;
    form.elements.filter.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        var query = new URLSearchParams({ filter: form.elements.filter.value });
        fetch(form.dataset.preview + "?" + query, { headers: { "X-Tocsin-Live": "1" }, credentials: "same-origin" })
          .then(function (answer) { return answer.ok ? answer.text() : ""; })
          .then(function (html) { box.innerHTML = html; });
      }, 300);
    });
  }
})();
