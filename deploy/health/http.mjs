// Exits with 0 when every URL on the command line answers with a 2xx status, else with 1 and the reason.
for (const url of process.argv.slice(2)) {
  const problem = await fetch(url).then(
    ({ ok, status }) => (ok ? undefined : `HTTP ${status}`),
    ({ cause }) => cause?.code ?? 'no answer',
  );
  if (problem === undefined) continue;
  console.error(`${url}: ${problem}`);
  process.exitCode = 1;
}
