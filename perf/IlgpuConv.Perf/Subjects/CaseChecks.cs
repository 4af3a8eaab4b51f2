using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Perf;

/// <summary>Compares cases with the reference, each once for all devices: the small ones of an operation with their gradients, any one forward.</summary>
/// <param name="devices">The devices.</param>
internal sealed class CaseChecks(IReadOnlyList<Device> devices)
{
    private readonly Dictionary<(string Name, Device Device), string?> _faults = [];

    /// <summary>What is wrong with a case or with a small case of its operation, or null.</summary>
    public string? Fault(OperationCase subject, Device device)
    {
        string operation = subject.Name.Split('/')[0] + "/";
        if (!_faults.TryGetValue((operation, device), out string? fault))
        {
            fault = CaseSource.Matching(operation).Where(c => !c.IsPerformanceOnly).Select(c => DeviceCheck.Run(c, device))
                .FirstOrDefault(c => c.Outcome == CaseOutcome.Failed)?.ToString();
            _faults[(operation, device)] = fault;
        }
        if (fault is not null) return fault;
        if (!_faults.ContainsKey((subject.Name, device)))
        {
            foreach ((Device each, CaseResult result) in devices.Zip(DeviceCheck.Forward(subject, devices)))
                _faults[(subject.Name, each)] = result.Outcome == CaseOutcome.Failed ? result.Message : null;
        }
        return _faults[(subject.Name, device)];
    }
}
