namespace IlgpuConv.Ops;

/// <summary>What is made of rows that are given for the same site.</summary>
public enum DuplicateSites
{
    /// <summary>An error that says how many there are and names the first.</summary>
    Refuse,

    /// <summary>The row that was given first stays.</summary>
    First,

    /// <summary>The mean of the rows: how a point cloud is put into voxels.</summary>
    Mean,
}
