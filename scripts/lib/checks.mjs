// What a script checks, counted: a line for each, and at the end `N passed, N failed` and the exit code that goes with it.
let passed = 0;
let failed = 0;

export const check = (what, ok, detail = '') => {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`  ${ok ? '✓' : '✗'} ${what}${ok || !detail ? '' : `: ${detail}`}`);
};

/** The script could not go on: that counts as a failure, and the end of what the instance said goes with it. */
export const brokenOff = (error, instance) => {
  failed += 1;
  console.log(`  ✗ ${error.message}\n${instance?.output().slice(-3000) ?? ''}`);
};

export const endWithCount = () => {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
};
