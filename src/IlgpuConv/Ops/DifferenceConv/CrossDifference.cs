namespace IlgpuConv.Ops;

/// <summary>Which five taps of 3 x 3 a cross central difference has.</summary>
public enum CrossDifference
{
    /// <summary>The centre and its neighbours left, right, above and below.</summary>
    HorizontalVertical,

    /// <summary>The centre and the corners.</summary>
    Diagonal,
}
