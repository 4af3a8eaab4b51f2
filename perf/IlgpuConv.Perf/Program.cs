using IlgpuConv.Perf;

return Harness.Run(args, HarnessOutput.OfProcess());
