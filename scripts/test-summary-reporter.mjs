// Jest reporter: at the very end, names what was skipped and why, and counts in one plain line.
const NEEDS = /skipped: needs ([^)]+)/;

export default class TestSummaryReporter {
  onRunComplete(_contexts, results) {
    const tests = results.testResults.flatMap((suite) => suite.testResults);
    const skipped = tests.filter(({ status }) => status === 'pending' || status === 'todo');
    const reasons = new Map();
    for (const test of skipped) {
      const reason = NEEDS.exec(test.fullName)?.[1] ?? 'a reason of its own';
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    for (const [reason, count] of reasons) console.log(`skipped: needs ${reason} (${count} tests)`);
    const broken = results.testResults.filter(({ testExecError }) => testExecError).length;
    console.log(
      `${results.numPassedTests} passed, ${results.numFailedTests + broken} failed, ${skipped.length} skipped`,
    );
  }
}
