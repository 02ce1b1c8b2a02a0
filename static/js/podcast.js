// A podcast to hear and to read at once: times in chapters and transcript move the sound, the sound points in the
// transcript.

const audio = document.querySelector(".player audio");
const passages = [...document.querySelectorAll(".transcript p[id]")];
const seconds = (element) => Number(element.id.slice(1));

function seek(time) {
  audio.currentTime = time;
  audio.play().catch(() => {}); // the browser may want a click first; the place is right all the same
}

// Speed, beside the browser's own controls, which do not have it everywhere.
const speed = document.createElement("label");
speed.className = "speed";
const choice = document.createElement("select");
for (const rate of ["0.75", "1", "1.25", "1.5", "2"])
  choice.append(new Option(`${rate.replace(".", ",")}×`, rate, rate === "1", rate === "1"));
choice.addEventListener("change", () => {
  audio.playbackRate = Number(choice.value);
});
speed.append("Snelheid ", choice);
audio.after(speed);

document.addEventListener("click", (event) => {
  const link = event.target.closest(".times a, .transcript a.time");
  if (link) seek(Number(link.hash.slice(2)));
});

audio.addEventListener("timeupdate", () => {
  const now = passages.findLast((passage) => seconds(passage) <= audio.currentTime + 0.2);
  for (const passage of passages) passage.classList.toggle("is-now", passage === now && !audio.paused);
});

// Somebody came for one place: the sound stands ready there.
const wanted = document.getElementById(window.location.hash.slice(1));
if (wanted && passages.includes(wanted)) {
  audio.preload = "metadata";
  audio.currentTime = seconds(wanted);
}
