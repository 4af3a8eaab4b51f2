        internal static void Scalar(byte* args, ReferenceLane lane_)
        {
            var block_ = (GroupSumArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            float* row = (float*)lane_.Shared(0, 128);
            (*ReferenceMemory.At(row, lane_.Lane, 32, "row", lane_)) = (*ReferenceMemory.At(x, (lane_.GridX * lane_.LaneCount) + lane_.Lane, block_->x.Length, "x", lane_));
            lane_.Barrier();
            float sum = 0f;
            for (int j = 0; j < lane_.LaneCount; j += 1)
            {
                sum = sum + (*ReferenceMemory.At(row, j, 32, "row", lane_));
            }
            if (lane_.Lane == 0)
            {
                (*ReferenceMemory.At(y, lane_.GridX, block_->y.Length, "y", lane_)) = sum;
            }
        }
