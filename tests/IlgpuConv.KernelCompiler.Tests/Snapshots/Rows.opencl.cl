#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long a_offset;
    long a_length;
    long b_offset;
    long b_length;
    long y_offset;
    long y_length;
    int k_;
    int n_;
} Packed;

kernel void Rows(global float* a_buffer, global float* b_buffer, global float* y_buffer, const Packed packed)
{
    const int k = packed.k_;
    const int n = packed.n_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* a = a_buffer + packed.a_offset;
    global float* b = b_buffer + packed.b_offset;
    global float* y = y_buffer + packed.y_offset;
    const int lane = (int)get_local_id(0), laneCount = (int)get_local_size(0);
    const long group = packed.first + (long)get_group_id(0);
    const int gridX = (int)(group % gridDimX), gridY = (int)(group / gridDimX % gridDimY), gridZ = (int)(group / gridDimX / gridDimY);
    int column = (gridX * laneCount) + lane;
    if (column < n)
    {
        float acc_2 = 0.0f;
        float acc_3 = 0.0f;
        for (int j = 0; j < k; j += 1)
        {
            acc_2 = fma(a[((gridY * 2) * k) + j], b[(j * n) + column], acc_2);
            acc_3 = fma(a[(((gridY * 2) + 1) * k) + j], b[(j * n) + column], acc_3);
        }
        y[((gridY * 2) * n) + column] = acc_2;
        y[(((gridY * 2) + 1) * n) + column] = acc_3;
    }
}

#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long a_offset;
    long a_length;
    long b_offset;
    long b_length;
    long y_offset;
    long y_length;
    int k_;
    int n_;
} Packed;

kernel void Rows(global float* a_buffer, global float* b_buffer, global float* y_buffer, const Packed packed)
{
    const int k = packed.k_;
    const int n = packed.n_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* a = a_buffer + packed.a_offset;
    global float* b = b_buffer + packed.b_offset;
    global float* y = y_buffer + packed.y_offset;
    const long start = packed.first + (long)get_global_id(0) * packed.groupsPerItem;
    const long count = min(packed.groupsPerItem, packed.end - start);
    int gridX = (int)(start % gridDimX), gridY = (int)(start / gridDimX % gridDimY), gridZ = (int)(start / gridDimX / gridDimY);
    for (long group = 0; group < count; group++)
    {
        int column = gridX * 8;
        if ((column + 7) < n)
        {
            float8 acc_2 = (float8)(0);
            float8 acc_3 = (float8)(0);
            int split_2 = (max(k, 0) / 2) * 2;
            global float* a_at_2 = a + (((long)gridY * (long)k) * 2);
            global float* b_at_2 = b + ((long)column);
            for (int j_2 = 0; j_2 < split_2; j_2 += 2)
            {
                acc_2 = fma((float8)(a_at_2[0]), vload8(0, b_at_2), acc_2);
                acc_3 = fma((float8)(a_at_2[(long)k]), vload8(0, b_at_2), acc_3);
                acc_2 = fma((float8)(a_at_2[1]), vload8(0, b_at_2 + (long)n), acc_2);
                acc_3 = fma((float8)(a_at_2[(long)k + 1]), vload8(0, b_at_2 + (long)n), acc_3);
                a_at_2 += 2;
                b_at_2 += (long)n * 2;
            }
            global float* a_at_3 = a + ((((long)gridY * (long)k) * 2) + (long)split_2);
            global float* b_at_3 = b + ((long)column + ((long)n * (long)split_2));
            for (int j = split_2; j < k; j += 1)
            {
                acc_2 = fma((float8)(a_at_3[0]), vload8(0, b_at_3), acc_2);
                acc_3 = fma((float8)(a_at_3[(long)k]), vload8(0, b_at_3), acc_3);
                a_at_3 += 1;
                b_at_3 += (long)n;
            }
            vstore8(acc_2, 0, y + ((((long)gridY * (long)n) * 2) + (long)column));
            vstore8(acc_3, 0, y + (((((long)gridY * (long)n) * 2) + (long)n) + (long)column));
        }
        else
        {
            int8 mask_1 = ((((int8)(column)) + (LANE_IDS)) < ((int8)(n)));
            if (any(mask_1))
            {
                float8 acc_4 = (float8)(0);
                float8 acc_5 = (float8)(0);
                int split_3 = (max(k, 0) / 2) * 2;
                global float* a_at_4 = a + (((long)gridY * (long)k) * 2);
                global float* b_at_4 = b + ((long)column);
                for (int j_3 = 0; j_3 < split_3; j_3 += 2)
                {
                    acc_4 = fma((float8)(a_at_4[0]), load_global_float(b_at_4, mask_1), acc_4);
                    acc_5 = fma((float8)(a_at_4[(long)k]), load_global_float(b_at_4, mask_1), acc_5);
                    acc_4 = fma((float8)(a_at_4[1]), load_global_float(b_at_4 + (long)n, mask_1), acc_4);
                    acc_5 = fma((float8)(a_at_4[(long)k + 1]), load_global_float(b_at_4 + (long)n, mask_1), acc_5);
                    a_at_4 += 2;
                    b_at_4 += (long)n * 2;
                }
                global float* a_at_5 = a + ((((long)gridY * (long)k) * 2) + (long)split_3);
                global float* b_at_5 = b + ((long)column + ((long)n * (long)split_3));
                for (int j_4 = split_3; j_4 < k; j_4 += 1)
                {
                    acc_4 = fma((float8)(a_at_5[0]), load_global_float(b_at_5, mask_1), acc_4);
                    acc_5 = fma((float8)(a_at_5[(long)k]), load_global_float(b_at_5, mask_1), acc_5);
                    a_at_5 += 1;
                    b_at_5 += (long)n;
                }
                store_global_float(y + ((((long)gridY * (long)n) * 2) + (long)column), mask_1, acc_4);
                store_global_float(y + (((((long)gridY * (long)n) * 2) + (long)n) + (long)column), mask_1, acc_5);
            }
        }
        if (++gridX < gridDimX) continue;
        gridX = 0;
        if (++gridY < gridDimY) continue;
        gridY = 0;
        gridZ++;
    }
}
