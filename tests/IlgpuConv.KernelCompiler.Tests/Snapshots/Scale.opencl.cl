#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long x_offset;
    long x_length;
    long y_offset;
    long y_length;
    float factor_;
    int length_;
} Packed;

kernel void Scale(global float* x_buffer, global float* y_buffer, const Packed packed)
{
    const float factor = packed.factor_;
    const int length = packed.length_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* x = x_buffer + packed.x_offset;
    global float* y = y_buffer + packed.y_offset;
    const int lane = (int)get_local_id(0), laneCount = (int)get_local_size(0);
    const long group = packed.first + (long)get_group_id(0);
    const int gridX = (int)(group % gridDimX), gridY = (int)(group / gridDimX % gridDimY), gridZ = (int)(group / gridDimX / gridDimY);
    int i = (gridX * laneCount) + lane;
    if (i < length)
    {
        y[i] = fma(x[i], factor, 0.1f);
    }
}

#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long x_offset;
    long x_length;
    long y_offset;
    long y_length;
    float factor_;
    int length_;
} Packed;

kernel void Scale(global float* x_buffer, global float* y_buffer, const Packed packed)
{
    const float factor = packed.factor_;
    const int length = packed.length_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* x = x_buffer + packed.x_offset;
    global float* y = y_buffer + packed.y_offset;
    const long start = packed.first + (long)get_global_id(0) * packed.groupsPerItem;
    const long count = min(packed.groupsPerItem, packed.end - start);
    int gridX = (int)(start % gridDimX), gridY = (int)(start / gridDimX % gridDimY), gridZ = (int)(start / gridDimX / gridDimY);
    for (long group = 0; group < count; group++)
    {
        int i = gridX * 8;
        if ((i + 7) < length)
        {
            vstore8(fma(vload8(0, x + (long)i), (float8)(factor), (float8)(0.1f)), 0, y + (long)i);
        }
        else
        {
            int8 mask_1 = ((((int8)(i)) + (LANE_IDS)) < ((int8)(length)));
            if (any(mask_1))
            {
                store_global_float(y + (long)i, mask_1, fma(load_global_float(x + (long)i, mask_1), (float8)(factor), (float8)(0.1f)));
            }
        }
        if (++gridX < gridDimX) continue;
        gridX = 0;
        if (++gridY < gridDimY) continue;
        gridY = 0;
        gridZ++;
    }
}
