// A long list of which only what is near the screen is drawn. Each row has a key and a height; what stays near the screen is kept and never drawn anew.

export class Windowed {
  // draw(row) makes the element of a row; change(element, row) brings one that is there up to date.
  constructor(holder, draw, change) {
    Object.assign(this, { holder, draw, change, rows: [], tops: [0], drawn: new Map() });
    holder.classList.add("windowed");
    this.onScroll = () => this.soon();
    addEventListener("scroll", this.onScroll, { passive: true });
    addEventListener("resize", this.onScroll);
  }

  soon() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => { this.waits = false; this.update(); });
  }

  set(rows) {
    this.rows = rows;
    this.tops = new Array(rows.length + 1);
    this.tops[0] = 0;
    for (let at = 0; at < rows.length; at++) this.tops[at + 1] = this.tops[at] + rows[at].height;
    this.holder.style.height = `${this.tops[rows.length]}px`;
    this.update();
  }

  // The first row whose lower edge is below a height.
  find(height) {
    let low = 0, high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1] <= height) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  update() {
    if (!this.holder.offsetParent) return;
    const top = -this.holder.getBoundingClientRect().top, more = innerHeight / 2;
    const first = this.find(top - more), kept = new Map();
    let before = null;
    for (let at = first; at < this.rows.length && this.tops[at] < top + innerHeight + more; at++) {
      const row = this.rows[at];
      let element = this.drawn.get(row.key);
      if (element) {
        this.drawn.delete(row.key);
        if (element.row !== row) this.change(element, row);
      } else {
        element = this.draw(row);
      }
      element.row = row;
      const place = `translateY(${this.tops[at]}px)`;
      if (element.style.transform !== place) element.style.transform = place;
      if (before ? before.nextSibling !== element : this.holder.firstChild !== element) {
        this.holder.insertBefore(element, before ? before.nextSibling : this.holder.firstChild);
      }
      kept.set(row.key, element);
      before = element;
    }
    // What the keyboard holds stays although it is scrolled away: the next key must start from there.
    for (const [key, element] of this.drawn) {
      if (element.contains(document.activeElement) && this.rows.some(row => row.key === key)) kept.set(key, element);
      else element.remove();
    }
    this.drawn = kept;
  }

  // Brings a row onto the screen.
  reveal(key) {
    const at = this.rows.findIndex(row => row.key === key);
    if (at < 0) return null;
    const top = this.holder.getBoundingClientRect().top + this.tops[at];
    if (top < 120 || top + this.rows[at].height > innerHeight - 80) scrollBy(0, top - innerHeight / 3);
    this.update();
    return this.drawn.get(key) ?? null;
  }
}
