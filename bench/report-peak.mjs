// Loaded into a process that is measured: says at its end how much memory it held at the most, in kilobytes.
import { readFileSync, writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(3, String(peak()));
});

function peak() {
  try {
    // On Linux a process inherits the greatest `maxRSS` of the one that started it; this is its own.
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
