#pragma OPENCL FP_CONTRACT OFF
typedef struct
{
    long first, end, groupsPerItem, workspaceStride;
    int dimX, dimY, dimZ, firstZ;
    long x_offset;
    long x_length;
    long y_offset;
    long y_length;
    long count_v_offset;
    long count_v_length;
    long first_;
} Packed;

kernel void Bytes(global uchar* x_buffer, global long* y_buffer, global int* count_v_buffer, const Packed packed)
{
    const long first = packed.first_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global uchar* x = x_buffer + packed.x_offset;
    global long* y = y_buffer + packed.y_offset;
    global int* count_v = count_v_buffer + packed.count_v_offset;
    const int lane = (int)get_local_id(0), laneCount = (int)get_local_size(0);
    const long group = packed.first + (long)get_group_id(0);
    const int gridX = (int)(group % gridDimX), gridY = (int)(group / gridDimX % gridDimY), gridZ = (int)(group / gridDimX / gridDimY);
    int i = (gridX * laneCount) + lane;
    y[i] = ((long)x[i]) + first;
    atomic_add((volatile global int*)&count_v[((int)x[i]) & 7], 1);
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
    long count_v_offset;
    long count_v_length;
    long first_;
} Packed;

kernel void Bytes(global uchar* x_buffer, global long* y_buffer, global int* count_v_buffer, const Packed packed)
{
    const long first = packed.first_;
    const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;
    global uchar* x = x_buffer + packed.x_offset;
    global long* y = y_buffer + packed.y_offset;
    global int* count_v = count_v_buffer + packed.count_v_offset;
    const long start = packed.first + (long)get_global_id(0) * packed.groupsPerItem;
    const long count = min(packed.groupsPerItem, packed.end - start);
    int gridX = (int)(start % gridDimX), gridY = (int)(start / gridDimX % gridDimY), gridZ = (int)(start / gridDimX / gridDimY);
    for (long group = 0; group < count; group++)
    {
        int i = gridX * 8;
        vstore8((convert_long8(convert_int8(vload8(0, x + (long)i)))) + ((long8)(first)), 0, y + (long)i);
        add_global_int(count_v, convert_long8((convert_int8(vload8(0, x + (long)i))) & ((int8)(7))), (int8)(-1), (int8)(1));
        if (++gridX < gridDimX) continue;
        gridX = 0;
        if (++gridY < gridDimY) continue;
        gridY = 0;
        gridZ++;
    }
}
