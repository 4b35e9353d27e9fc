// Keeps the clocks of a hall going between two answers of the server.
let ahead = 0; // this machine's clock against the server's, in milliseconds

function digits(ms) {
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

function tick() {
  const now = Date.now() - ahead;
  for (const clock of document.querySelectorAll("[data-clock-start]")) {
    const length = Number(clock.dataset.clockLength);
    const left = length - (now - Number(clock.dataset.clockStart));
    const is = length === 0 ? "plain" : left < 0 ? "over" : "left";
    const shown = digits(is === "plain" ? -left : Math.abs(left));
    const face = clock.querySelector(".digits");
    if (face.textContent !== shown) face.textContent = shown;
    clock.classList.toggle("over", is === "over");
    for (const word of clock.querySelectorAll("[data-clock]")) word.hidden = word.dataset.clock !== is;
  }
  for (const wall of document.querySelectorAll("[data-wall-clock]")) {
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: wall.dataset.wallClock }).format(now);
    if (wall.textContent !== time) wall.textContent = time;
  }
}

function set() {
  const clock = document.querySelector("[data-clock-now]");
  const server = Number(clock?.dataset.clockNow);
  if (server) ahead = Date.now() - server;
  tick();
}

document.addEventListener("penc:live", set);
set();
setInterval(tick, 500);
