// Times contenders in turn, so that a machine that slows down slows all of them, and compares medians.

const ROUNDS = 41;
const WARM_UP = 8;
const SHORTEST_SAMPLE = 2; // ms; below this the clock and the loop would be measured

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * @param {Record<string, () => unknown>} contenders
 * @returns {Record<string, number>} the median of each, in ms
 */
export function race(contenders) {
  const entries = Object.entries(contenders).map(([name, run]) => ({
    name,
    run,
    times: repetitions(run),
    samples: [],
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    // Whoever goes first pays for the other's garbage; both go first equally often.
    const order = round % 2 === 0 ? entries : [...entries].reverse();
    for (const entry of order) entry.samples.push(sample(entry.run, entry.times));
  }
  return Object.fromEntries(entries.map(({ name, samples }) => [name, median(samples)]));
}

function sample(run, times) {
  const start = performance.now();
  for (let count = 0; count < times; count += 1) run();
  return (performance.now() - start) / times;
}

function repetitions(run) {
  let once = 0;
  for (let round = 0; round < WARM_UP; round += 1) once = sample(run, 1);
  // A short run is warm only after many calls.
  if (once < SHORTEST_SAMPLE) once = sample(run, Math.ceil((50 * SHORTEST_SAMPLE) / Math.max(once, 0.001)));
  return Math.max(1, Math.ceil(SHORTEST_SAMPLE / once));
}
