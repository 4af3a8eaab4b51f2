using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>All that a plan depends on. A class: tables over a struct of ours would be compiled anew, at a program's first convolution.</summary>
internal sealed class ConvPlanKey(ConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice? choice) : IEquatable<ConvPlanKey>
{
    private readonly ConvShape _shape = shape;
    private readonly ConvDirection _direction = direction;
    private readonly int _lanes = lanes;
    private readonly DeviceCapabilities _device = device;
    private readonly string? _choice = choice?.Name;
    private readonly int _hash = shape.GetHashCode() * 31 + (int)direction;

    public bool Equals(ConvPlanKey? other) =>
        other is not null && _hash == other._hash && _direction == other._direction && _lanes == other._lanes && _choice == other._choice
        && _shape.Equals(other._shape) && (ReferenceEquals(_device, other._device) || _device == other._device);

    public override bool Equals(object? obj) => Equals(obj as ConvPlanKey);

    public override int GetHashCode() => _hash;
}
