namespace IlgpuConv.Runtime;

/// <summary>Which form of a kernel an OpenCL device runs.</summary>
public enum OpenClForm
{
    /// <summary>Vectors on devices whose type is a processor, work items on all others.</summary>
    Automatic,

    /// <summary>A group is a vector; a work item runs many groups.</summary>
    Vectors,

    /// <summary>A group is a work group: a lane is a work item.</summary>
    WorkItems,
}
