namespace IlgpuConv.IO;

/// <summary>Finds and pairs the IDX files of a data set such as MNIST or Fashion-MNIST.</summary>
public static class IdxDataset
{
    /// <summary>
    /// Reads a data set from a folder that holds <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and the two
    /// <c>t10k-</c> files, each plain or <c>.gz</c>; or from one image file whose labels lie beside it, split four to one.
    /// </summary>
    /// <exception cref="BadFileException">A file is damaged, or images and labels do not belong together.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static DataSplit Load(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (!Directory.Exists(path))
        {
            LabelledImages all = LoadPair(Existing(path), null);
            return DataSplit.Stratified(name, all, 0.2, seed: 0);
        }

        LabelledImages train = LoadPair(Existing(Path.Combine(path, "train-images-idx3-ubyte")), null);
        LabelledImages test = LoadPair(Existing(Path.Combine(path, "t10k-images-idx3-ubyte")), train);
        return new DataSplit(name, train, test);
    }

    private static LabelledImages LoadPair(string imagePath, LabelledImages? like)
    {
        string imageName = Path.GetFileName(imagePath);
        if (!imageName.Contains("images-idx3", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"[data] an image file is named like 'train-images-idx3-ubyte', its labels 'train-labels-idx1-ubyte'. Got '{imagePath}'.");
        }

        string labelName = imageName.Replace("images-idx3", "labels-idx1", StringComparison.Ordinal);
        labelName = labelName.EndsWith(".gz", StringComparison.Ordinal) ? labelName[..^3] : labelName;
        IdxArray images = IdxFile.Read(imagePath, 3);
        IdxArray labels = IdxFile.Read(Existing(Path.Combine(Path.GetDirectoryName(imagePath) ?? "", labelName)), 1);
        return Join(images, labels, like);
    }

    private static LabelledImages Join(IdxArray images, IdxArray labels, LabelledImages? like)
    {
        int[] size = images.Dimensions;
        if (labels.Bytes is null)
        {
            throw new BadFileException("idx", labels.Path, 2, "labels of type 08 (unsigned byte)", "0D");
        }

        if (size[0] != labels.Dimensions[0])
        {
            throw new BadFileException(
                "idx", labels.Path, 4, $"{size[0]} labels, one for each image of '{images.Path}'", $"{labels.Dimensions[0]}");
        }

        if (size[0] == 0 || size[1] == 0 || size[2] == 0)
        {
            throw new BadFileException("idx", images.Path, 4, "at least one image of at least 1x1", string.Join("x", size));
        }

        if (like is not null && (size[1] != like.Height || size[2] != like.Width))
        {
            throw new BadFileException(
                "idx", images.Path, 8, $"images of {like.Height}x{like.Width}, as in the training part", $"{size[1]}x{size[2]}");
        }

        int[] classes = Array.ConvertAll(labels.Bytes, b => (int)b);
        int count = like?.Classes ?? classes.Max() + 1;
        int wrong = Array.FindIndex(classes, label => label >= count);
        if (wrong >= 0)
        {
            throw new BadFileException("idx", labels.Path, 8 + wrong, $"a label of 0 to {count - 1}", $"{classes[wrong]}");
        }

        return images.Bytes is { } bytes
            ? new LabelledImages(bytes, 255, classes, 1, size[1], size[2], count)
            : new LabelledImages(images.Floats!, 1, classes, 1, size[1], size[2], count);
    }

    private static string Existing(string path) =>
        File.Exists(path) ? path
        : File.Exists(path + ".gz") ? path + ".gz"
        : throw new FileNotFoundException($"[data] no file '{path}' or '{path}.gz'.", path);
}
