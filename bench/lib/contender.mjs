// One contender in a process of its own: one driver replaces the type parsers of `pg` for the whole process, and nobody's garbage
// is collected on somebody else's time. Speaks with the harness over IPC: setup, round, teardown.
const [file, context] = process.argv.slice(2);
const contender = await import(file);
const ctx = JSON.parse(context);

const steps = {
  setup: () => contender.setup?.(ctx),
  round: (round) => contender.round({ ...ctx, round }),
  teardown: () => contender.teardown?.(ctx),
};

process.on('message', async ({ step, round }) => {
  try {
    const result = (await steps[step](round)) ?? {};
    // The most it ever had, in MiB.
    process.send({ result, memory: process.resourceUsage().maxRSS / 1_024 });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
  if (step === 'teardown') process.disconnect();
});
process.send({ ready: true });
