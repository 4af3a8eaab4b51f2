namespace IlgpuConv.Runtime;

/// <summary>The type of the elements of a buffer.</summary>
public enum ElementType
{
    /// <summary>32-bit IEEE floating point.</summary>
    Float32,

    /// <summary>64-bit IEEE floating point.</summary>
    Float64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8,
}
