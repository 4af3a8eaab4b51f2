using IlgpuConv.Cli;

using Interruption interruption = new();
return Application.Run(args, Screen.OfProcess(), interruption.Token);
