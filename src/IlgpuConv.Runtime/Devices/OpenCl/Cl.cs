namespace IlgpuConv.Runtime;

/// <summary>The constants of the OpenCL API that this library uses, with the values of <c>cl.h</c>.</summary>
internal static class Cl
{
    public const uint PlatformVersion = 0x0901;
    public const uint PlatformName = 0x0902;

    public const uint DeviceType = 0x1000;
    public const uint DeviceMaxComputeUnits = 0x1002;
    public const uint DeviceMaxWorkGroupSize = 0x1004;
    public const uint DeviceMaxMemAllocSize = 0x1010;
    public const uint DeviceMaxParameterSize = 0x1017;
    public const uint DeviceSingleFpConfig = 0x101B;
    public const uint DeviceGlobalMemSize = 0x101F;
    public const uint DeviceAvailable = 0x1027;
    public const uint DeviceCompilerAvailable = 0x1028;
    public const uint DeviceName = 0x102B;
    public const uint DeviceVendor = 0x102C;
    public const uint DriverVersion = 0x102D;
    public const uint DeviceVersion = 0x102F;
    public const uint DeviceExtensions = 0x1030;
    public const uint DeviceDoubleFpConfig = 0x1032;
    public const uint DeviceNativeVectorWidthFloat = 0x103A;
    public const uint DevicePreferredWorkGroupSizeMultiple = 0x1067;
    public const uint DeviceWarpSizeNv = 0x4003;
    public const uint DeviceWavefrontWidthAmd = 0x4043;

    public const ulong DeviceTypeCpu = 1 << 1;
    public const ulong DeviceTypeAll = 0xFFFFFFFF;
    public const ulong FpCorrectlyRoundedDivideSqrt = 1 << 7;

    public const uint ContextReferenceCount = 0x1080;
    public const nint ContextPlatform = 0x1084;
    public const ulong QueueProfilingEnable = 1 << 1;
    public const ulong MemReadWrite = 1 << 0;

    public const uint ProgramBinarySizes = 0x1165;
    public const uint ProgramBinaries = 0x1166;
    public const uint ProgramBuildLog = 0x1183;

    public const uint EventCommandExecutionStatus = 0x11D3;
    public const uint ProfilingCommandEnd = 0x1283;
    public const int Complete = 0;

    public const int DeviceNotFound = -1;
    public const int MemObjectAllocationFailure = -4;
    public const int ExecStatusErrorForEventsInWaitList = -14;
    public const int PlatformNotFound = -1001;
}
