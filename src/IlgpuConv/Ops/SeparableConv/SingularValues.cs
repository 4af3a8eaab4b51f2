namespace IlgpuConv.Ops;

/// <summary>
/// The singular value decomposition <c>A = Σ_m values[m] left[:, m] right[:, m]ᵀ</c>, values falling, by one-sided Jacobi rotations
/// (Hestenes 1958): columns are turned in pairs until all are orthogonal; their lengths are the values.
/// </summary>
/// <param name="Left">Orthonormal columns; zeros where the value is 0.</param>
/// <param name="Values">The singular values, falling.</param>
/// <param name="Right">Orthonormal columns.</param>
internal sealed record SingularValues(double[,] Left, double[] Values, double[,] Right)
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes a matrix; it is not changed.</summary>
    public static SingularValues Of(double[,] matrix)
    {
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        if (rows < columns)
        {
            var other = Of(Transpose(matrix));
            return new SingularValues(other.Right, other.Values, other.Left);
        }
        // Columns as rows: a rotation runs along memory.
        double[][] a = [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Select(i => matrix[i, j]).ToArray())];
        double[][] v = [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, columns).Select(i => i == j ? 1.0 : 0).ToArray())];
        for (int sweep = 0; sweep < MostSweeps && Sweep(a, v); sweep++)
        {
        }
        double[] lengths = [.. a.Select(c => Math.Sqrt(Dot(c, c)))];
        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(j => lengths[j])];
        var left = new double[rows, columns];
        var right = new double[columns, columns];
        for (int m = 0; m < columns; m++)
        {
            int j = order[m];
            for (int i = 0; i < rows; i++) left[i, m] = lengths[j] == 0 ? 0 : a[j][i] / lengths[j];
            for (int i = 0; i < columns; i++) right[i, m] = v[j][i];
        }
        return new SingularValues(left, [.. order.Select(j => lengths[j])], right);
    }

    /// <summary>Turns every pair of columns once; false where all were orthogonal.</summary>
    private static bool Sweep(double[][] a, double[][] v)
    {
        bool hasTurned = false;
        for (int p = 0; p < a.Length; p++)
        {
            for (int q = p + 1; q < a.Length; q++)
            {
                double alpha = Dot(a[p], a[p]), beta = Dot(a[q], a[q]), gamma = Dot(a[p], a[q]);
                if (Math.Abs(gamma) <= 1e-15 * Math.Sqrt(alpha * beta) || gamma == 0) continue;
                hasTurned = true;
                double zeta = (beta - alpha) / (2 * gamma);
                double t = (zeta < 0 ? -1 : 1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
                double cosine = 1 / Math.Sqrt(1 + t * t);
                Turn(a[p], a[q], cosine, cosine * t);
                Turn(v[p], v[q], cosine, cosine * t);
            }
        }
        return hasTurned;
    }

    private static void Turn(double[] p, double[] q, double cosine, double sine)
    {
        for (int i = 0; i < p.Length; i++) (p[i], q[i]) = (cosine * p[i] - sine * q[i], sine * p[i] + cosine * q[i]);
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static double[,] Transpose(double[,] matrix)
    {
        var result = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int i = 0; i < matrix.GetLength(0); i++)
            for (int j = 0; j < matrix.GetLength(1); j++) result[j, i] = matrix[i, j];
        return result;
    }
}
