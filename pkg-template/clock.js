// Lets an emulator's clock run with real time. The core never reads a clock, so time is handed to it
// before each request.

// One clock for each emulator, so that two doors do not count the same time twice. It stays with the emulator, because
// what was loaded by `import` and by `require` shares nothing else.
const CLOCK = Symbol.for("cloud-dryrun.clock");

/** @returns {() => void} moves the emulator on by what has passed since the last call */
export function runningClock(emulator) {
  if (emulator[CLOCK] === undefined) Object.defineProperty(emulator, CLOCK, { value: started(emulator) });
  return emulator[CLOCK];
}

function started(emulator) {
  let last = performance.now();
  let owed = 0;
  return () => {
    const now = performance.now();
    owed += (now - last) * emulator.speed;
    last = now;
    const whole = Math.floor(owed);
    if (whole === 0) return;
    owed -= whole; // what is left of a millisecond counts next time
    emulator.advance(whole);
  };
}
