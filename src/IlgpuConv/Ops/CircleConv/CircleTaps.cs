namespace IlgpuConv.Ops;

/// <summary>
/// The map of circle convolution: tap (x, y) lies on the ring <c>r = max(|x|, |y|)</c> at its angle, and reads the image there bilinearly. The
/// filter that is run is <c>w' = B w</c>; every stored tap is divided among up to four. Source: He et al., "Integrating Circle Kernels into
/// Convolutional Neural Networks" (2021).
/// </summary>
public static class CircleTaps
{
    /// <summary>The map of an odd, square kernel.</summary>
    /// <param name="kernel">The size.</param>
    /// <param name="angles">At which angles the taps lie.</param>
    /// <param name="radius">The radius of each ring in units of the ring; what comes to lie outside the kernel is dropped.</param>
    /// <exception cref="ArgumentException">The size is even or below 1, or the radius not a finite number from 0 up.</exception>
    public static TapMatrix Matrix(int kernel, CircleAngles angles = CircleAngles.ArcTangent, double radius = 1) =>
        Derivative(kernel, angles, radius, 0);

    /// <summary>The map, or its derivative by the radius: the right one where a tap crosses from pixel to pixel.</summary>
    internal static TapMatrix Derivative(int kernel, CircleAngles angles, double radius, int order)
    {
        if (kernel < 1 || kernel % 2 == 0) throw new ArgumentException($"[circle conv] the kernel must be odd and at least 1. Got {kernel}.");
        if (!(radius >= 0) || double.IsInfinity(radius)) throw new ArgumentException(FormattableString.Invariant($"[circle conv] the radius must be a finite number from 0 up. Got {radius}."));
        int centre = kernel / 2;
        var parts = new double[kernel * kernel, kernel * kernel];
        for (int y = -centre; y <= centre; y++)
        {
            for (int x = -centre; x <= centre; x++)
            {
                (double dx, double dy) = Direction(x, y, angles);
                int column = (y + centre) * kernel + x + centre;
                (double left, double fx, double speedX) = Place(dx, radius);
                (double top, double fy, double speedY) = Place(dy, radius);
                for (int corner = 0; corner < 4; corner++)
                {
                    int px = (int)left + (corner & 1) + centre, py = (int)top + (corner >> 1) + centre;
                    if (px < 0 || py < 0 || px >= kernel || py >= kernel) continue;
                    (double a, double da) = (corner & 1) == 0 ? (1 - fx, -speedX) : (fx, speedX);
                    (double b, double db) = (corner >> 1) == 0 ? (1 - fy, -speedY) : (fy, speedY);
                    parts[py * kernel + px, column] += order switch { 0 => a * b, 1 => da * b + a * db, 2 => 2 * da * db, _ => 0 };
                }
            }
        }
        return new TapMatrix(parts, kernel, kernel);
    }

    /// <summary>Where a tap moves to as its radius grows by 1: the place on its ring.</summary>
    private static (double X, double Y) Direction(int x, int y, CircleAngles angles)
    {
        int ring = Math.Max(Math.Abs(x), Math.Abs(y)), other = Math.Min(Math.Abs(x), Math.Abs(y));
        // On the axes nothing is rounded: those taps stay where they are.
        if (other == 0) return (x, y);
        double ratio = (double)other / ring, angle = angles == CircleAngles.Equal ? Math.PI / 4 * ratio : Math.Atan(ratio);
        (double along, double across) = (ring * Math.Cos(angle), ring * Math.Sin(angle));
        (double dx, double dy) = Math.Abs(x) >= Math.Abs(y) ? (along, across) : (across, along);
        return (Math.CopySign(dx, x), Math.CopySign(dy, y));
    }

    /// <summary>The pixel before a place, how far beyond it the place is, and how fast that grows; one that moves down is in the pixel before a whole number.</summary>
    private static (double Pixel, double Part, double Speed) Place(double direction, double radius)
    {
        double at = direction * radius, pixel = direction < 0 ? Math.Ceiling(at) - 1 : Math.Floor(at);
        return (pixel, at - pixel, direction);
    }
}
