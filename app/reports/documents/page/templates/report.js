"use strict";
(function () {
  var texts = new WeakMap();
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.appendChild(tip);

  function textOf(shape) {
    var title = shape.querySelector("title");
    if (title) { texts.set(shape, title.textContent); title.remove(); }
    return texts.get(shape);
  }

  function show(event) {
    var shape = event.target instanceof Element ? event.target.closest(".hits > *") : null;
    var text = shape ? textOf(shape) : "";
    tip.hidden = !text;
    if (!text) { return; }
    tip.textContent = text;
    var right = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = Math.max(8, Math.min(event.clientX + 14, right)) + "px";
    var under = event.clientY + 18;
    var fits = under + tip.offsetHeight < document.documentElement.clientHeight;
    tip.style.top = (fits ? under : Math.max(8, event.clientY - tip.offsetHeight - 10)) + "px";
  }

  document.addEventListener("pointermove", show);
  document.addEventListener("pointerdown", show);
  document.addEventListener("scroll", function () { tip.hidden = true; }, true);

  function valueOf(row, column) {
    var cell = row.cells[column];
    return cell.hasAttribute("data-v") ? Number(cell.getAttribute("data-v")) : cell.textContent.trim();
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") { return a - b; }
    return a.localeCompare(b, undefined, { numeric: true });
  }

  function makeSortable(table) {
    var body = table.tBodies[0];
    var original = Array.from(body.rows);
    if (original.length < 2) { return; }
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column, heads) {
      var button = document.createElement("span"); // a button's words are not printed again on the next page
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); button.click(); }
      });
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort");
        var first = head.classList.contains("n") ? "descending" : "ascending";
        var second = first === "ascending" ? "descending" : "ascending";
        var next = now === null ? first : now === first ? second : null;
        heads.forEach(function (each) { each.removeAttribute("aria-sort"); });
        var rows = original.slice();
        if (next) {
          head.setAttribute("aria-sort", next);
          var sign = next === "ascending" ? 1 : -1;
          rows.sort(function (a, b) {
            var ends = a.classList.contains("total") - b.classList.contains("total");
            var one = valueOf(a, column), other = valueOf(b, column);
            var unknown = (typeof one === "string") - (typeof other === "string"); // they come last in either order
            return ends || unknown || sign * compare(one, other);
          });
        }
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
  }

  document.querySelectorAll("table").forEach(makeSortable);
})();
