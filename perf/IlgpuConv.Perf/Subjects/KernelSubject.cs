using System.Runtime.InteropServices;
using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Perf;

/// <summary>
/// The launches of an operation and nothing else: recorded while it runs on the <c>cpu</c> device, then run again. What an operation
/// takes longer is the library around its kernels.
/// </summary>
/// <param name="Case">The case.</param>
internal sealed record KernelSubject(OperationCase Case) : Subject("kernels", Case.Name)
{
    /// <inheritdoc/>
    public override double InputBytes => Case.Inputs.Sum(input => 4.0 * input.Layout.Shape.Elements);

    /// <inheritdoc/>
    public override bool Fits(Device device) => device is CpuDevice;

    /// <summary>What the operation does wrong, or that its launches, run again over an output of NaN, leave other bits than it did.</summary>
    public override string? Fault(Device device, CaseChecks checks)
    {
        if (checks.Fault(Case, device) is { } fault) return fault;
        using Recording recording = new(Case, (CpuDevice)device);
        if (recording.Device.Kernels.Length == 0) return null;
        double[] expected = recording.Output.ToDoubles();
        if (recording.Output.IsFloating) recording.Output.Fill(double.NaN);
        recording.Device.Replay();
        ReadOnlySpan<byte> again = MemoryMarshal.AsBytes<double>(recording.Output.ToDoubles());
        return again.SequenceEqual(MemoryMarshal.AsBytes<double>(expected)) ? null : "the recorded launches do not make the output again";
    }

    /// <inheritdoc/>
    public override Session Open(Device device)
    {
        Recording recording = new(Case, (CpuDevice)device);
        return new Session(device, recording.Device.Replay, recording.Dispose) { Kernels = recording.Device.Kernels, Flops = Case.Flops, Bytes = recording.Bytes };
    }

    /// <summary>The launches of a second run, when filters are packed, and the tensors they work on.</summary>
    private sealed class Recording : IDisposable
    {
        private readonly Tensor[] _inputs;

        public Recording(OperationCase subject, CpuDevice processor)
        {
            // What an operation gives back during its run stays in the pool of this device, where nothing else takes it.
            using IDisposable own = TensorScope.Suspend();
            using var noGrad = new NoGrad();
            Device = new RecordingDevice(processor);
            _inputs = OperationSubject.Inputs(subject, Device);
            subject.Call(_inputs).Dispose();
            Device.IsRecording = true;
            Output = subject.Call(_inputs);
            Bytes = OperationSubject.BytesOf(subject, _inputs, Output);
            Device.IsRecording = false;
        }

        public RecordingDevice Device { get; }

        public Tensor Output { get; }

        public double Bytes { get; }

        public void Dispose()
        {
            Array.ForEach(_inputs, input => input.Dispose());
            Output.Dispose();
            Device.Dispose();
        }
    }
}
