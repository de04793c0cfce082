// Undo inside the field. The browser's own knows nothing of chips that were moved.
const TOGETHER = 900; // milliseconds of typing that are taken back at once

export class Past {
  constructor(first) {
    this.steps = [{ ...first, kind: "start", time: 0 }];
    this.at = 0;
  }

  record(state, kind) {
    const top = this.steps[this.at], now = performance.now();
    this.steps.length = this.at + 1;
    const together = kind === "typing" && top.kind === "typing" && now - top.time < TOGETHER && !state.pause;
    if (together) this.steps[this.at] = { ...state, kind, time: now };
    else {
      this.steps.push({ ...state, kind, time: now });
      if (this.steps.length > 500) this.steps.shift();
      this.at = this.steps.length - 1;
    }
  }

  back() { return this.at ? this.steps[this.at -= 1] : null; }

  forward() { return this.at < this.steps.length - 1 ? this.steps[this.at += 1] : null; }
}
