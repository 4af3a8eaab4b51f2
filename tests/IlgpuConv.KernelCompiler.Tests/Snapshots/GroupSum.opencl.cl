#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long x_offset;
    long x_length;
    long y_offset;
    long y_length;
} Packed;

kernel void GroupSum(global float* x_buffer, global float* y_buffer, const Packed packed)
{
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* x = x_buffer + packed.x_offset;
    global float* y = y_buffer + packed.y_offset;
    local float row[32];
    const int lane = (int)get_local_id(0), laneCount = (int)get_local_size(0);
    const long group = packed.first + (long)get_group_id(0);
    const int gridX = (int)(group % gridDimX), gridY = (int)(group / gridDimX % gridDimY), gridZ = (int)(group / gridDimX / gridDimY);
    row[lane] = x[(gridX * laneCount) + lane];
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    float sum = 0.0f;
    for (int j = 0; j < laneCount; j += 1)
    {
        sum = sum + row[j];
    }
    if (lane == 0)
    {
        y[gridX] = sum;
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
} Packed;

kernel void GroupSum(global float* x_buffer, global float* y_buffer, const Packed packed)
{
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global float* x = x_buffer + packed.x_offset;
    global float* y = y_buffer + packed.y_offset;
    float row[32];
    const long start = packed.first + (long)get_global_id(0) * packed.groupsPerItem;
    const long count = min(packed.groupsPerItem, packed.end - start);
    int gridX = (int)(start % gridDimX), gridY = (int)(start / gridDimX % gridDimY), gridZ = (int)(start / gridDimX / gridDimY);
    for (long group = 0; group < count; group++)
    {
        vstore8(vload8(0, x + ((long)gridX * 8)), 0, row);
        float sum = 0.0f;
        for (int j = 0; j < 8; j += 1)
        {
            sum = sum + row[(long)j];
        }
        int8 mask_1 = ((LANE_IDS) == ((int8)(0)));
        if (any(mask_1))
        {
            y[(long)gridX] = sum;
        }
        if (++gridX < gridDimX) continue;
        gridX = 0;
        if (++gridY < gridDimY) continue;
        gridY = 0;
        gridZ++;
    }
}
