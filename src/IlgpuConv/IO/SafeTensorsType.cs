namespace IlgpuConv.IO;

/// <summary>The element types of the safetensors format that are read and written here.</summary>
public enum SafeTensorsType
{
    /// <summary>64-bit IEEE floating point.</summary>
    F64,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit IEEE floating point.</summary>
    F32,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>16-bit IEEE floating point; read only, widened to 32 bits.</summary>
    F16,

    /// <summary>The upper half of a 32-bit float; read only, widened to 32 bits.</summary>
    BF16,

    /// <summary>8-bit unsigned integer.</summary>
    U8,
}
