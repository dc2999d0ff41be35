// Counts what held and what did not.

export class Report {
  passed = 0;
  failed = 0;

  begin(journey) {
    console.log(`\n${journey}`);
  }

  pass(fact) {
    this.passed += 1;
    console.log(`  ok    ${fact}`);
  }

  fail(fact, why) {
    this.failed += 1;
    console.log(`  FAIL  ${fact}\n${indented(why)}`);
  }

  end() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0;
  }
}

function indented(why) {
  return String(why)
    .split("\n")
    .map((line) => `        ${line}`)
    .join("\n");
}
