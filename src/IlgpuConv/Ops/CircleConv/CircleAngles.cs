namespace IlgpuConv.Ops;

/// <summary>At which angle on its ring a tap of the square is taken.</summary>
public enum CircleAngles
{
    /// <summary>The angle of the tap's place in the square: <c>arctan(y / x)</c>.</summary>
    ArcTangent,

    /// <summary>Angles in equal steps: a ring of radius r has 8 r taps.</summary>
    Equal,
}
