// Runs before the first paint, so that a remembered theme does not flash. Everything else waits for main.js.
try {
  const theme = localStorage.getItem("cloud-dryrun-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be forbidden; the page then follows the system.
}
