#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long x_offset;
    long x_length;
    long n_offset;
    long n_length;
    long y_offset;
    long y_length;
    int length_;
} Packed;

kernel void Branches(global float* x_buffer, global int* n_buffer, global float* y_buffer, const Packed packed)
{
    const int length = packed.length_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* x = x_buffer + packed.x_offset;
    global int* n = n_buffer + packed.n_offset;
    global float* y = y_buffer + packed.y_offset;
    const int lane = (int)get_local_id(0), laneCount = (int)get_local_size(0);
    const long group = packed.first + (long)get_group_id(0);
    const int gridX = (int)(group % gridDimX), gridY = (int)(group / gridDimX % gridDimY), gridZ = (int)(group / gridDimX / gridDimY);
    int i = (gridX * laneCount) + lane;
    if (i < length)
    {
        float sum = 0.0f;
        int k = 0;
        bool broke = false;
        bool go = k < n[i];
        while (go)
        {
            if (k == 5)
            {
                broke = true;
            }
            else
            {
                sum = sum + x[((i * 7) + k) % length];
            }
            go = false;
            if (!broke)
            {
                k = k + 1;
                go = k < n[i];
            }
        }
        float value = 0.0f;
        if (sum > 0.0f)
        {
            value = sum;
        }
        else
        {
            value = exp(sum);
        }
        y[i] = value;
    }
}

#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long x_offset;
    long x_length;
    long n_offset;
    long n_length;
    long y_offset;
    long y_length;
    int length_;
} Packed;

kernel void Branches(global float* x_buffer, global int* n_buffer, global float* y_buffer, const Packed packed)
{
    const int length = packed.length_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* x = x_buffer + packed.x_offset;
    global int* n = n_buffer + packed.n_offset;
    global float* y = y_buffer + packed.y_offset;
    const long start = packed.first + (long)get_global_id(0) * packed.groupsPerItem;
    const long count = min(packed.groupsPerItem, packed.end - start);
    int gridX = (int)(start % gridDimX), gridY = (int)(start / gridDimX % gridDimY), gridZ = (int)(start / gridDimX / gridDimY);
    for (long group = 0; group < count; group++)
    {
        int i = gridX * 8;
        if ((i + 7) < length)
        {
            float8 sum = (float8)(0);
            int8 k = (int8)(0);
            int8 broke = (int8)(0);
            int8 go = ((k) < (vload8(0, n + (long)i)));
            int8 mask_1 = (int8)(-1);
            while (true)
            {
                mask_1 &= go;
                if (!any(mask_1)) break;
                int8 mask_2 = ((k) == ((int8)(5)));
                int8 mask_3 = mask_2 & mask_1;
                if (any(mask_3))
                {
                    broke = select(broke, (int8)(-1), mask_3);
                }
                int8 mask_4 = ~mask_2 & mask_1;
                if (any(mask_4))
                {
                    sum = select(sum, sum + (gather_global_float(x, convert_long8((((((int8)(i)) + (LANE_IDS)) * ((int8)(7))) + k) % select((int8)(1), (int8)(length), mask_4)), mask_4)), mask_4);
                }
                go = select(go, (int8)(0), mask_1);
                int8 mask_5 = ~broke;
                int8 mask_6 = mask_5 & mask_1;
                if (any(mask_6))
                {
                    k = select(k, k + ((int8)(1)), mask_6);
                    go = select(go, ((k) < (load_global_int(n + (long)i, mask_6))), mask_6);
                }
            }
            float8 value = (float8)(0);
            int8 mask_7 = ((sum) > ((float8)(0)));
            if (any(mask_7))
            {
                value = select(value, sum, mask_7);
            }
            int8 mask_8 = ~mask_7;
            if (any(mask_8))
            {
                value = select(value, exp(sum), mask_8);
            }
            vstore8(value, 0, y + (long)i);
        }
        else
        {
            int8 mask_9 = ((((int8)(i)) + (LANE_IDS)) < ((int8)(length)));
            if (any(mask_9))
            {
                float8 sum_2 = (float8)(0);
                int8 k_2 = (int8)(0);
                int8 broke_2 = (int8)(0);
                int8 go_2 = ((k_2) < (load_global_int(n + (long)i, mask_9)));
                int8 mask_10 = mask_9;
                while (true)
                {
                    mask_10 &= go_2;
                    if (!any(mask_10)) break;
                    int8 mask_11 = ((k_2) == ((int8)(5)));
                    int8 mask_12 = mask_11 & mask_10;
                    if (any(mask_12))
                    {
                        broke_2 = select(broke_2, (int8)(-1), mask_12);
                    }
                    int8 mask_13 = ~mask_11 & mask_10;
                    if (any(mask_13))
                    {
                        sum_2 = select(sum_2, sum_2 + (gather_global_float(x, convert_long8((((((int8)(i)) + (LANE_IDS)) * ((int8)(7))) + k_2) % select((int8)(1), (int8)(length), mask_13)), mask_13)), mask_13);
                    }
                    go_2 = select(go_2, (int8)(0), mask_10);
                    int8 mask_14 = ~broke_2;
                    int8 mask_15 = mask_14 & mask_10;
                    if (any(mask_15))
                    {
                        k_2 = select(k_2, k_2 + ((int8)(1)), mask_15);
                        go_2 = select(go_2, ((k_2) < (load_global_int(n + (long)i, mask_15))), mask_15);
                    }
                }
                float8 value_2 = (float8)(0);
                int8 mask_16 = ((sum_2) > ((float8)(0)));
                int8 mask_17 = mask_16 & mask_9;
                if (any(mask_17))
                {
                    value_2 = select(value_2, sum_2, mask_17);
                }
                int8 mask_18 = ~mask_16 & mask_9;
                if (any(mask_18))
                {
                    value_2 = select(value_2, exp(sum_2), mask_18);
                }
                store_global_float(y + (long)i, mask_9, value_2);
            }
        }
        if (++gridX < gridDimX) continue;
        gridX = 0;
        if (++gridY < gridDimY) continue;
        gridY = 0;
        gridZ++;
    }
}
