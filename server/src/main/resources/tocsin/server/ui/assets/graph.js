// The expression browser without this: a form and a drawn graph. With it: completions, Enter executes, values
// under the pointer, series shown and hidden.
(function () {
  "use strict";

  var field = document.getElementById("expr");
  var offers = document.getElementById("offers");
  var base = field.dataset.complete;
  var words = ("abs absent absent_over_time avg avg_over_time bottomk by ceil changes clamp clamp_max clamp_min count " +
    "count_over_time count_values day_of_week days_in_month delta deriv exp floor group group_left group_right " +
    "histogram_avg histogram_count histogram_fraction histogram_quantile histogram_sum hour idelta ignoring increase " +
    "irate label_join label_replace last_over_time ln log10 log2 max max_over_time min min_over_time minute month offset " +
    "on predict_linear present_over_time quantile quantile_over_time rate resets round scalar sgn sort sort_desc sqrt " +
    "stddev stddev_over_time stdvar sum sum_over_time time timestamp topk vector without year").split(" ");
  var kept = {};
  var shown = [];
  var chosen = -1;
  var asked = 0;

  function ask(path) {
    if (!kept[path]) {
      kept[path] = fetch(base + path, { credentials: "same-origin" })
        .then(function (answer) { return answer.json(); })
        .then(function (body) { return body.data || []; })
        .catch(function () { delete kept[path]; return []; });
    }
    return kept[path];
  }

  // What stands before the caret: a value or a name between braces, or a word outside of them.
  function context() {
    var before = field.value.slice(0, field.selectionStart);
    var value = /([A-Za-z_][\w]*)\s*(=~|!~|!=|=)\s*"([^"]*)$/.exec(before);
    var open = before.lastIndexOf("{");
    var inside = open > before.lastIndexOf("}");
    var metric = inside ? (/([A-Za-z_:][\w:]*)\s*$/.exec(before.slice(0, open)) || [])[1] : "";
    var match = metric ? "&match[]=" + encodeURIComponent(metric) : "";
    if (inside && value) {
      return { typed: value[3], all: ask("label/" + encodeURIComponent(value[1]) + "/values?limit=5000" + match), after: "" };
    }
    var word = (/[A-Za-z_:][\w:]*$/.exec(before) || [""])[0];
    if (inside) return { typed: word, all: ask("labels?limit=1000" + match), after: '="' };
    if (/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*$/.test(before)) {
      return { typed: word, all: ask("labels?limit=1000"), after: "" };
    }
    if (!word) return null;
    return {
      typed: word, after: "", all: ask("label/__name__/values?limit=20000").then(function (names) { return names.concat(words); })
    };
  }

  function rank(name, typed) {
    var low = name.toLowerCase();
    var at = low.indexOf(typed.toLowerCase());
    return at < 0 ? -1 : (at === 0 ? 0 : 1000) + name.length;
  }

  function offer() {
    var now = context();
    var mine = ++asked;
    if (!now) return hide();
    now.all.then(function (all) {
      if (mine !== asked) return;
      var good = all.map(function (name) { return { name: name, rank: rank(name, now.typed) }; })
        .filter(function (each) { return each.rank >= 0 && each.name !== now.typed; })
        .sort(function (a, b) { return a.rank - b.rank; }).slice(0, 12);
      offers.textContent = "";
      shown = good.map(function (each, index) {
        var item = document.createElement("li");
        item.id = "offer" + index;
        item.setAttribute("role", "option");
        item.textContent = each.name;
        item.addEventListener("mousedown", function (event) { event.preventDefault(); take(index, now); });
        offers.appendChild(item);
        return { name: each.name, item: item, context: now };
      });
      choose(-1);
      offers.hidden = shown.length === 0;
      field.setAttribute("aria-expanded", String(!offers.hidden));
    });
  }

  function hide() {
    asked++;
    offers.hidden = true;
    shown = [];
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function choose(index) {
    chosen = index;
    shown.forEach(function (each, i) { each.item.setAttribute("aria-selected", String(i === index)); });
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", "offer" + index);
  }

  function take(index, from) {
    var caret = field.selectionStart;
    var start = caret - from.typed.length;
    var text = shown[index].name + from.after;
    field.setRangeText(text, start, caret, "end");
    hide();
    field.focus();
    if (from.after) offer();
  }

  field.addEventListener("input", offer);
  field.addEventListener("blur", hide);
  field.addEventListener("keydown", function (event) {
    if (!offers.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      var step = event.key === "ArrowDown" ? 1 : -1;
      choose((chosen + step + shown.length + (chosen < 0 && step < 0 ? 1 : 0)) % shown.length);
    } else if (!offers.hidden && (event.key === "Tab" || (event.key === "Enter" && chosen >= 0))) {
      event.preventDefault();
      take(Math.max(chosen, 0), shown[0].context);
    } else if (event.key === "Escape") {
      hide();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });

  var figure = document.querySelector("[data-plot]");
  if (!figure) return;
  var plot = JSON.parse(figure.dataset.plot);
  var svg = figure.querySelector("svg");
  var cursor = svg.querySelector(".cursor");
  var moment = document.getElementById("moment");
  var summary = moment.textContent;
  var outputs = figure.querySelectorAll(".legend output");
  var rests = Array.prototype.map.call(outputs, function (each) { return each.textContent; });
  var left = Number(cursor.dataset.left);
  var right = Number(cursor.dataset.right);

  svg.addEventListener("pointermove", function (event) {
    var box = svg.getBoundingClientRect();
    var x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
    var span = plot.step * (plot.steps - 1);
    var step = Math.round((x - left) / (right - left) * span / plot.step);
    if (!(step >= 0 && step < plot.steps)) return;
    var at = left + step * plot.step / Math.max(1, span) * (right - left);
    cursor.setAttribute("x1", at);
    cursor.setAttribute("x2", at);
    cursor.setAttribute("visibility", "visible");
    moment.textContent = new Date(plot.start + step * plot.step).toISOString().replace("T", " ").slice(0, 19) + " UTC";
    outputs.forEach(function (output, i) {
      var value = plot.series[i][step];
      output.textContent = value === null || value === undefined ? "–" : String(Number(value.toPrecision(8)));
    });
  });
  svg.addEventListener("pointerleave", function () {
    cursor.setAttribute("visibility", "hidden");
    moment.textContent = summary;
    outputs.forEach(function (output, i) { output.textContent = rests[i]; });
  });

  var curves = svg.querySelectorAll(".curve");
  figure.querySelectorAll(".swatch").forEach(function (button, i) {
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      curves[i].setAttribute("visibility", on ? "visible" : "hidden");
    });
  });
})();
