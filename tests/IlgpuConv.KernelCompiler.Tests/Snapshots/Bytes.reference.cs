        internal static void Scalar(byte* args, ReferenceLane lane_)
        {
            var block_ = (BytesArguments*)args;
            byte* x = (byte*)block_->x.Handle + block_->x.Offset;
            long* y = (long*)block_->y.Handle + block_->y.Offset;
            int* count = (int*)block_->count.Handle + block_->count.Offset;
            long first = block_->first;
            int i = (lane_.GridX * lane_.LaneCount) + lane_.Lane;
            (*ReferenceMemory.At(y, i, block_->y.Length, "y", lane_)) = ((long)(*ReferenceMemory.At(x, i, block_->x.Length, "x", lane_))) + first;
            System.Threading.Interlocked.Add(ref (*ReferenceMemory.At(count, ((int)(*ReferenceMemory.At(x, i, block_->x.Length, "x", lane_))) & 7, block_->count.Length, "count", lane_)), 1);
        }
