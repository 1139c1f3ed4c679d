/* Counting cells on pictures: a tap sets a mark, a tap on a mark takes it away.
   What is marked lives in the form, like everything that is typed; a copy of it in this tab brings it
   back after a reload.  app.js throws the copy away when somebody else signs in. */

const NEAR = 16; // CSS pixels: a tap so near a mark means the mark
const STEPS = 60; // of the arrow keys across a picture; with Shift ten times as many
const HEIGHT = 0.68; // of the window that a picture may take
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const MARK = /^([+-])(\d+),(\d+)$/;

let sign = "+";

class Canvas {
  constructor(box, desk) {
    this.desk = desk;
    this.box = box;
    this.n = box.dataset.canvas;
    this.width = Number(box.dataset.width);
    this.height = Number(box.dataset.height);
    this.stage = box.querySelector("[data-stage]");
    this.photo = box.querySelector(".photo");
    this.total = box.querySelector("[data-total]");
    this.input = box.querySelector("input");
    this.cursor = null;
    this.done = [];
    this.read(this.input.value);
    this.photo.addEventListener("click", (event) => this.tap(...this.place(event)));
    this.stage.addEventListener("keydown", (event) => this.key(event));
    this.draw();
  }

  read(text) {
    const [digest, ...said] = text.split(" ");
    this.digest = digest;
    this.marks = said.map((one) => MARK.exec(one)).filter(Boolean)
      .map((found) => ({ sign: found[1], x: Number(found[2]), y: Number(found[3]) }));
  }

  get text() {
    return [this.digest, ...this.marks.map((m) => `${m.sign}${m.x},${m.y}`)].join(" ");
  }

  count(which) {
    return this.marks.filter((m) => m.sign === which).length;
  }

  place(event) {
    const there = this.photo.getBoundingClientRect();
    const within = (at, size) => Math.max(0, Math.min(size - 1, Math.floor(at * size)));
    return [
      within((event.clientX - there.left) / there.width, this.width),
      within((event.clientY - there.top) / there.height, this.height),
    ];
  }

  tap(x, y) {
    const near = (NEAR * this.width) / this.photo.getBoundingClientRect().width;
    const far = (m) => Math.hypot(m.x - x, m.y - y);
    const there = [...this.marks].sort((a, b) => far(a) - far(b))[0];
    if (there && far(there) <= near) this.remove(there);
    else this.add({ sign, x, y });
    this.changed();
  }

  add(mark) {
    this.marks.push(mark);
    this.done.push(() => this.marks.splice(this.marks.indexOf(mark), 1));
  }

  remove(mark) {
    const at = this.marks.indexOf(mark);
    this.marks.splice(at, 1);
    this.done.push(() => this.marks.splice(at, 0, mark));
  }

  undo() {
    const back = this.done.pop();
    if (!back) return;
    back();
    this.changed();
  }

  key(event) {
    const to = KEYS[event.key];
    const letter = event.key.toLowerCase();
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (to) this.move(to, event.shiftKey);
    else if (event.key === " " || event.key === "Enter") this.tap(...this.aim());
    else if (letter === "p" || letter === "n") choose(this.desk, letter === "p" ? "+" : "-");
    else if (letter === "u") this.undo();
    else return;
    event.preventDefault();
  }

  aim() {
    return (this.cursor ??= [Math.floor(this.width / 2), Math.floor(this.height / 2)]);
  }

  move([right, down], little) {
    const step = Math.max(1, Math.round(this.width / STEPS / (little ? 10 : 1)));
    const [x, y] = this.aim();
    this.cursor = [
      Math.max(0, Math.min(this.width - 1, x + right * step)),
      Math.max(0, Math.min(this.height - 1, y + down * step)),
    ];
    this.draw();
    const scale = this.photo.clientWidth / this.width;
    this.stage.scrollTo(
      this.cursor[0] * scale - this.stage.clientWidth / 2,
      this.cursor[1] * scale - this.stage.clientHeight / 2,
    );
  }

  changed() {
    this.input.value = this.text;
    this.fill("positives", this.count("+"));
    this.fill("negatives", this.count("-"));
    this.draw();
    keep(this.desk);
  }

  fill(name, number) {
    const [typed] = document.getElementsByName(`${name}.${this.n}`);
    if (typed) typed.value = String(number);
  }

  draw() {
    const r = Math.max(4, Math.floor(Math.max(this.width, this.height) / 70));
    const s = Math.max(2, Math.floor((r * 2) / 3));
    const circle = ({ x, y }) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
    const cross = ({ x, y }) => `M${x - s} ${y - s}l${2 * s} ${2 * s}m0 ${-2 * s}l${-2 * s} ${2 * s}`;
    const path = (which, shape) => this.marks.filter((m) => m.sign === which).map(shape).join("");
    const [halo, halo2] = this.box.querySelectorAll(".halo");
    const parts = [[halo, ".blue", path("+", circle)], [halo2, ".other", path("-", cross)]];
    for (const [edge, ink, d] of parts) {
      edge.setAttribute("d", d);
      this.box.querySelector(ink).setAttribute("d", d);
    }
    this.drawCursor(2 * r);
    this.say();
  }

  drawCursor(r) {
    if (!this.cursor) return;
    const [x, y] = this.cursor;
    const d = `M${x - r} ${y}h${2 * r}M${x} ${y - r}v${2 * r}`;
    this.box.querySelector(".cursor").setAttribute("d", d);
  }

  say() {
    const [blue, other] = [this.count("+"), this.count("-")];
    const lang = document.documentElement.lang;
    const places = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const share = blue + other ? ((100 * blue) / (blue + other)).toLocaleString(lang, places) : "–";
    const said = { n: this.n, blue, other, percent: share };
    this.total.textContent = this.total.dataset.total.replace(/\{(\w+)\}/g, (_all, name) => said[name]);
  }

  fit(large) {
    const room = Math.min(
      this.stage.clientWidth / this.width, (innerHeight * HEIGHT) / this.height,
    );
    this.photo.style.width = `${Math.floor(this.width * room) * (large ? 2 : 1)}px`;
    this.stage.style.maxHeight = `${Math.ceil(innerHeight * HEIGHT)}px`;
  }
}

/* The copy of this tab: good only over what the server had sent when it was made. */
function draft() {
  return `elnapp.marks ${document.body.dataset.who} ${location.pathname}`;
}

function keep(desk) {
  const now = Object.fromEntries(desk.canvases.map((c) => [c.n, c.text]));
  try {
    sessionStorage.setItem(draft(), JSON.stringify({ base: desk.base, now }));
  } catch {
    // A tab that may keep nothing still counts; only a reload would lose the marks.
  }
}

function bringBack(desk) {
  const kept = JSON.parse(sessionStorage.getItem(draft()) || "null");
  for (const canvas of kept ? desk.canvases : []) {
    if (kept.base[canvas.n] !== desk.base[canvas.n] || !(canvas.n in kept.now)) continue;
    if (kept.now[canvas.n] === desk.base[canvas.n]) continue;
    canvas.read(kept.now[canvas.n]);
    canvas.changed();
  }
}

function choose(desk, which) {
  sign = which;
  for (const button of desk.box.querySelectorAll("[data-class]")) {
    button.setAttribute("aria-pressed", String(button.dataset.class === sign));
  }
}

function show(desk, n) {
  for (const canvas of desk.canvases) canvas.box.hidden = canvas.n !== n;
  for (const button of desk.box.querySelectorAll("[data-field]")) {
    button.setAttribute("aria-pressed", String(button.dataset.field === n));
  }
  desk.shown = desk.canvases.find((canvas) => canvas.n === n);
  desk.shown.fit(desk.large);
}

function enlarge(desk, button) {
  desk.large = !desk.large;
  button.setAttribute("aria-pressed", String(desk.large));
  desk.box.querySelector("[data-pan]").hidden = !desk.large;
  desk.shown.fit(desk.large);
}

function pan(desk, to) {
  const [right, down] = to.split(" ").map(Number);
  const { stage } = desk.shown;
  stage.scrollBy((right * stage.clientWidth) / 2, (down * stage.clientHeight) / 2);
}

function press(desk, button) {
  const { field, class: which, to } = button.dataset;
  if (field) show(desk, field);
  else if (which) choose(desk, which);
  else if ("undo" in button.dataset) desk.shown.undo();
  else if ("zoom" in button.dataset) enlarge(desk, button);
  else if (to) pan(desk, to);
}

function begin(box) {
  const desk = { box, large: false, canvases: [] };
  desk.canvases = [...box.querySelectorAll("[data-canvas]")].map((one) => new Canvas(one, desk));
  desk.base = Object.fromEntries(desk.canvases.map((c) => [c.n, c.input.value]));
  box.dataset.ready = "";
  box.querySelector("[data-tools]").hidden = false;
  box.querySelector("[data-fields]").hidden = desk.canvases.length < 2;
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) press(desk, button);
  });
  bringBack(desk);
  show(desk, desk.canvases[0].n);
  addEventListener("resize", () => desk.shown.fit(desk.large));
}

document.querySelectorAll("[data-counting]").forEach(begin);
