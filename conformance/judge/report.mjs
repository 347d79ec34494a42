// Counts verdicts by group and prints what failed as it comes.

const FAULTS_SHOWN = 4;

export class Report {
  #groups = new Map();
  #skipped = new Map();

  /** Counts one check. `faults` is empty if it passed. */
  judge(group, name, faults) {
    const counts = this.#group(group);
    if (!faults.length) {
      counts.passed++;
      return;
    }
    counts.failed++;
    for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`FAIL ${group}: ${name}: ${fault.replaceAll(/\s*\n\s*/g, ' | ')}`);
    if (faults.length > FAULTS_SHOWN) console.log(`FAIL ${group}: ${name}: and ${faults.length - FAULTS_SHOWN} more`);
  }

  skip(group, name, reason) {
    this.#group(group).skipped++;
    const key = `${group}: ${reason}`;
    this.#skipped.set(key, [...(this.#skipped.get(key) ?? []), name]);
  }

  #group(name) {
    if (!this.#groups.has(name)) this.#groups.set(name, { passed: 0, failed: 0, skipped: 0 });
    return this.#groups.get(name);
  }

  total() {
    return [...this.#groups.values()].reduce((sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped,
    }), { passed: 0, failed: 0, skipped: 0 });
  }

  /** Prints what was left out and why, a line per group, and the totals. */
  print() {
    for (const [reason, names] of this.#skipped) console.log(`SKIP ${reason}: ${names.join(', ')}`);
    const width = Math.max(...[...this.#groups.keys()].map((name) => name.length));
    for (const [name, counts] of this.#groups) console.log(`${name.padEnd(width)}  ${line(counts)}`);
    console.log(line(this.total()));
  }
}

const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
