// A list of ten thousand rows of which only those in sight exist. Rows keep their measured height;
// one that is edited or has the focus stays, however far one scrolls.
const SPARE = 700; // pixels above and below that are ready

export class Feed {
  constructor(scroller, list, { row, guess, pinned, shown }) {
    Object.assign(this, { scroller, list, row, guess, pinned, shown });
    this.items = [];
    this.index = new Map();
    this.heights = new Map();
    this.rows = new Map();
    this.sizes = new Float64Array(0);
    this.tops = new Float64Array(1);
    this.watch = new ResizeObserver((entries) => this.measured(entries.map((entry) => entry.target)));
    this.held = null; // rows to redo once the pointer is up: a click needs the row it was pressed on
    list.addEventListener("pointerdown", () => { this.release()(); this.held = new Set(); });
    this.onup = () => setTimeout(this.release()); // after its click
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, this.onup);
    this.onscroll = () => this.update();
    scroller.addEventListener("scroll", this.onscroll, { passive: true });
    this.wide = new ResizeObserver(() => this.update());
    this.wide.observe(scroller);
  }

  destroy() {
    this.watch.disconnect();
    this.wide.disconnect();
    this.scroller.removeEventListener("scroll", this.onscroll);
    for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, this.onup);
    this.rows.clear(); // nothing that comes late draws them
  }

  // What is to be redone: rows are no longer held.
  release() {
    const { held } = this;
    this.held = null;
    return () => held?.forEach((id) => this.redo(id));
  }

  set(items) {
    this.items = items;
    this.index = new Map(items.map((id, at) => [id, at]));
    this.sizes = Float64Array.from(items, (id) => this.heights.get(id) ?? this.guess(id));
    this.tops = new Float64Array(items.length + 1);
    this.place(0);
    for (const [id, row] of this.rows) if (!this.index.has(id)) this.drop(id, row);
    this.update();
  }

  place(from) {
    const { sizes, tops } = this;
    for (let at = from; at < sizes.length; at += 1) tops[at + 1] = tops[at] + sizes[at];
    this.list.style.height = `${tops[sizes.length]}px`;
  }

  // The last row that begins at or above a height.
  at(top) {
    let low = 0, high = this.items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= top) low = middle; else high = middle - 1;
    }
    return low;
  }

  get top() { return this.scroller.scrollTop - this.list.offsetTop; }

  update() {
    if (!this.items.length) { for (const [id, row] of this.rows) this.drop(id, row); return; }
    const first = this.at(this.top - SPARE), last = this.at(this.top + this.scroller.clientHeight + SPARE);
    const wanted = new Set();
    for (let at = first; at <= last; at += 1) wanted.add(at);
    for (const id of this.pinned()) if (this.index.has(id)) wanted.add(this.index.get(id));
    for (const [id, row] of this.rows) {
      if (!wanted.has(this.index.get(id)) && !row.contains(document.activeElement)) this.drop(id, row);
    }
    let before = this.list.firstElementChild;
    const fresh = [];
    for (const at of [...wanted].sort((a, b) => a - b)) {
      const id = this.items[at];
      let row = this.rows.get(id);
      if (!row) {
        row = this.row(id, at);
        this.rows.set(id, row);
        fresh.push(row);
      }
      row.style.top = `${this.tops[at]}px`;
      if (row === before) before = before.nextElementSibling;
      else this.list.insertBefore(row, before);
    }
    for (const row of fresh) this.watch.observe(row);
    if (fresh.length) { this.measured(fresh); this.shown?.(); }
  }

  drop(id, row) {
    this.watch.unobserve(row);
    row.remove();
    this.rows.delete(id);
  }

  // Heights as they are; what is in sight does not move when something above it grows.
  measured(rows) {
    const anchor = this.anchor(), gap = this.tops[anchor] - this.top;
    let from = Infinity;
    for (const row of rows) {
      const at = this.index.get(row.dataset.id), height = row.offsetHeight;
      if (at === undefined || !height || !row.isConnected) continue;
      this.heights.set(row.dataset.id, height);
      if (Math.abs(this.sizes[at] - height) < 0.5) continue;
      this.sizes[at] = height;
      from = Math.min(from, at);
    }
    if (from === Infinity) return;
    this.place(from);
    for (const [id, row] of this.rows) row.style.top = `${this.tops[this.index.get(id)]}px`;
    const moved = this.tops[anchor] - this.top - gap;
    if (Math.abs(moved) >= 1) this.scroller.scrollTop += moved;
    this.update();
  }

  anchor() {
    for (const id of this.pinned()) {
      const at = this.index.get(id);
      if (at !== undefined && this.tops[at] >= this.top - 40 && this.tops[at] < this.top + this.scroller.clientHeight) return at;
    }
    return this.at(Math.max(0, this.top));
  }

  redo(id) {
    const old = this.rows.get(id);
    if (!old) return null;
    if (this.held) { this.held.add(id); return old; }
    const row = this.row(id, this.index.get(id)), focused = document.activeElement === old;
    if (row === old) return row; // it is being edited, and would lose the focus
    row.style.top = old.style.top;
    this.watch.unobserve(old);
    old.replaceWith(row);
    if (focused) row.focus({ preventScroll: true });
    this.rows.set(id, row);
    this.watch.observe(row);
    this.measured([row]);
    return row;
  }

  redoAll() { for (const id of [...this.rows.keys()]) this.redo(id); }

  reveal(id, { middle = false, work = false } = {}) {
    const at = this.index.get(id);
    if (at === undefined) return null;
    for (let again = 0; again < 3; again += 1) { // rows on the way are measured as they come
      const view = this.scroller.clientHeight, top = this.tops[at], size = this.sizes[at], room = Math.min(96, view / 6);
      const before = this.scroller.scrollTop;
      // What is worked on stands in the upper part, with room below for what comes while typing.
      if (work && top + size + view / 4 > this.top + view) this.scroller.scrollTop = this.list.offsetTop + top - view / 8;
      else if (middle && again === 0) this.scroller.scrollTop = this.list.offsetTop + top - Math.max(room, (view - size) / 2);
      else if (top < this.top + room || size > view - 2 * room) this.scroller.scrollTop = this.list.offsetTop + top - room;
      else if (top + size > this.top + view - room) this.scroller.scrollTop = this.list.offsetTop + top + size - view + room;
      this.update();
      if (again && Math.abs(before - this.scroller.scrollTop) < 1) break;
    }
    return this.rows.get(id) ?? null;
  }
}
