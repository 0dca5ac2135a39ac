// Read into a page by inspecting.py: what a page must stand, each fault in words.
(() => {
  const words = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true });
  // Not what is there for screen readers only.
  const isTiny = (one) => one.offsetWidth <= 1 && getComputedStyle(one).overflowX === "hidden";
  const isWithinTiny = (one) => isTiny(one) || (one !== document.body && isWithinTiny(one.parentElement));
  const isDrawn = (one) => isShown(one) && one.offsetWidth > 1 && one.offsetHeight > 1 && !isWithinTiny(one);
  const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const everything = () => [...document.body.querySelectorAll("*")];

  // Text that runs out of the screen on either side; what scrolls in a frame of its own may.
  function fits() {
    const root = document.documentElement;
    const isFramed = (one) =>
      one !== root && (getComputedStyle(one).overflowX !== "visible" || isFramed(one.parentElement));
    const isOut = ({ left, right }) => left < -1 || right > root.clientWidth + 1;
    const out = everything().filter(
      (one) => hasText(one) && isDrawn(one) && isOut(one.getBoundingClientRect()) && !isFramed(one),
    );
    const wide = root.scrollWidth > root.clientWidth ? [`it is ${root.scrollWidth} px wide`] : [];
    return [...wide, ...out.map((one) => `out of the screen: ${words(one)}`)];
  }

  function isWhole() {
    const hides = (way) => way === "hidden" || way === "clip";
    const isCut = (one) => {
      const { overflowX, overflowY } = getComputedStyle(one);
      const [x, y] = [one.scrollWidth > one.clientWidth + 1, one.scrollHeight > one.clientHeight + 1];
      return (x && hides(overflowX)) || (y && hides(overflowY));
    };
    // A select is as wide as it is, whatever can be chosen in it.
    const isSpilt = (one) => {
      const { overflowX, display } = getComputedStyle(one);
      const isBox = display !== "inline" && !one.matches("select, option");
      return isBox && hasText(one) && overflowX === "visible" && one.scrollWidth > one.clientWidth + 2;
    };
    const shown = everything().filter((one) => isDrawn(one) && one.innerText?.trim());
    return [
      ...shown.filter(isCut).map((one) => `cut off: ${words(one)}`),
      ...shown.filter(isSpilt).map((one) => `wider than its box: ${words(one)}`),
    ];
  }

  // A group of radio buttons is one stop.
  function isItsGroupsStop(one) {
    const group = [...document.querySelectorAll("[type=radio]")].filter(
      (other) => other.name === one.name && other.form === one.form && isShown(other),
    );
    return one === (group.find((other) => other.checked) || group[0]);
  }

  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const stopsOf = () =>
    [...document.querySelectorAll(STOPS)].filter(
      (one) => isShown(one) && !one.matches(":disabled") && (one.type !== "radio" || isItsGroupsStop(one)),
    );

  const DRAWN = [
    ...["outlineStyle", "outlineColor", "boxShadow", "backgroundColor"],
    ...["borderTopColor", "borderTopWidth", "textDecorationThickness"],
  ];
  // A hidden box is drawn by its label.
  const look = (one) =>
    [one, one.parentElement, ...(one.labels || [])]
      .flatMap((near) => [null, "::before", "::after"].map((part) => getComputedStyle(near, part)))
      .flatMap((style) => DRAWN.map((name) => style[name]))
      .join();

  const isAt = (one, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (one.contains(hit) || hit.closest("label")?.control === one);
  };
  const PARTS = [0.1, 0.5, 0.9];
  const isCovered = (one) => {
    const { left, top, width, height } = one.getClientRects()[0];
    return !PARTS.some((a) => PARTS.some((b) => isAt(one, left + width * a, top + height * b)));
  };

  // From here on each stop is noted, and how it looks there.
  function watchKeyboard() {
    const stops = stopsOf();
    const plain = stops.map(look);
    const [met, faint, covered] = [new Set(), new Set(), new Set()];
    document.addEventListener("focusin", ({ target }) => {
      const at = stops.indexOf(target);
      if (at < 0) return;
      met.add(at);
      if (look(target) === plain[at]) faint.add(at);
    });
    // The page has scrolled by the time that the next stop is asked for.
    const before = () => {
      const at = stops.indexOf(document.activeElement);
      if (at >= 0 && isCovered(stops[at])) covered.add(at);
    };
    document.addEventListener("keydown", before, true);
    Object.assign(inspecting, { stops, met, faint, covered, before });
    startFromTheTop();
    return stops.length;
  }

  // Before everything, also before what pushes itself to the front.
  function startFromTheTop() {
    const top = document.body.insertBefore(document.createElement("b"), document.body.firstChild);
    top.tabIndex = 1;
    top.focus();
    top.addEventListener("blur", () => top.remove());
  }

  const isThrough = () => inspecting.met.has(inspecting.stops.length - 1);

  function keyboardFaults() {
    const { stops, met, faint, covered, before } = inspecting;
    before();
    const order = [...met];
    const skips = stops[order[0]]?.getAttribute("href") || "";
    const found = [
      ["never reached", stops.keys().filter((at) => !met.has(at))],
      ["out of order", order.filter((at, n) => n && at < order[n - 1])],
      ["covered at the keyboard", covered],
      ["looks the same at the keyboard", faint],
    ];
    const first = /^#./.test(skips) && document.querySelector(skips) ? [] : ["the first stop skips nothing"];
    return [...first, ...found.flatMap(([what, which]) => [...which].map((at) => `${what}: ${words(stops[at])}`))];
  }

  window.inspecting = { fits, isWhole, watchKeyboard, isThrough, keyboardFaults };
})();
