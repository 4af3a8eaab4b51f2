using System.Text;
using IlgpuConv.IO;

namespace IlgpuConv.Cli;

/// <summary>Draws an image: half blocks in shades of grey on a terminal, two characters a pixel in plain text.</summary>
internal static class Picture
{
    private const string Shades = " .:-=+*#%@";

    public static void Draw(Screen screen, LabelledImages images, int index)
    {
        float[] pixels = new float[images.ImageLength];
        images.CopyImage(index, pixels);
        for (int y = 0; y < images.Height; y += screen.IsTerminal ? 2 : 1)
        {
            StringBuilder line = new();
            for (int x = 0; x < images.Width; x++)
            {
                float top = Grey(y, x);
                if (screen.IsTerminal)
                {
                    float bottom = y + 1 < images.Height ? Grey(y + 1, x) : 0;
                    line.Append($"\e[38;5;{Level(top)};48;5;{Level(bottom)}m▀");
                }
                else
                {
                    line.Append(Shades[(int)Math.Clamp(top * Shades.Length, 0, Shades.Length - 1)], 2);
                }
            }

            screen.Line(screen.IsTerminal ? line + "\e[0m" : line.ToString().TrimEnd());
        }

        float Grey(int y, int x)
        {
            float sum = 0;
            for (int c = 0; c < images.Channels; c++) sum += pixels[(c * images.Height + y) * images.Width + x];
            return sum / images.Channels;
        }
    }

    // The 24 greys of the 256-colour table.
    private static int Level(float grey) => 232 + (int)Math.Clamp(grey * 23, 0, 23);
}
