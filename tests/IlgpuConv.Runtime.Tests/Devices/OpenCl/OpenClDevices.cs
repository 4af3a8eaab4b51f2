namespace IlgpuConv.Runtime.Tests;

/// <summary>The forms in which the tests open the first OpenCL device, each without a program cache unless it is given one.</summary>
internal static class OpenClDevices
{
    /// <summary>As the device is opened by default, as vectors of every width, and as work items in groups of several sizes.</summary>
    public static TheoryData<string> Forms => ["automatic", "vectors 16", "vectors 8", "items", "items 1", "items 3", "items 64"];

    public static OpenClDevice Open(string form = "automatic", string cache = "")
    {
        string[] parts = form.Split(' ');
        return OpenClDevice.Open("opencl:0", new OpenClOptions
        {
            Form = parts[0] switch { "vectors" => OpenClForm.Vectors, "items" => OpenClForm.WorkItems, _ => OpenClForm.Automatic },
            Lanes = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : null,
            CacheFolder = cache,
        });
    }
}
