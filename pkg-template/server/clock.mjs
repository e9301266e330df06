// Lets an emulator's clock run with real time. The core never reads a clock, so time is handed to it
// before each request.

/** @returns {() => void} moves the emulator on by what has passed since the last call */
export function runningClock(emulator) {
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
