        internal static void Scalar(byte* args, ReferenceLane lane_)
        {
            var block_ = (ScaleArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            float factor = block_->factor;
            int length = block_->length;
            int i = (lane_.GridX * lane_.LaneCount) + lane_.Lane;
            if (i < length)
            {
                (*ReferenceMemory.At(y, i, block_->y.Length, "y", lane_)) = System.MathF.FusedMultiplyAdd((*ReferenceMemory.At(x, i, block_->x.Length, "x", lane_)), factor, 0.1f);
            }
        }
