        internal static void Scalar(byte* args, ReferenceLane lane_)
        {
            var block_ = (RowsArguments<float>*)args;
            float* a = (float*)block_->a.Handle + block_->a.Offset;
            float* b = (float*)block_->b.Handle + block_->b.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int k = block_->k;
            int n = block_->n;
            int column = (lane_.GridX * lane_.LaneCount) + lane_.Lane;
            if (column < n)
            {
                float acc_2 = 0f;
                float acc_3 = 0f;
                for (int j = 0; j < k; j += 1)
                {
                    acc_2 = System.MathF.FusedMultiplyAdd((*ReferenceMemory.At(a, ((lane_.GridY * 2) * k) + j, block_->a.Length, "a", lane_)), (*ReferenceMemory.At(b, (j * n) + column, block_->b.Length, "b", lane_)), acc_2);
                    acc_3 = System.MathF.FusedMultiplyAdd((*ReferenceMemory.At(a, (((lane_.GridY * 2) + 1) * k) + j, block_->a.Length, "a", lane_)), (*ReferenceMemory.At(b, (j * n) + column, block_->b.Length, "b", lane_)), acc_3);
                }
                (*ReferenceMemory.At(y, ((lane_.GridY * 2) * n) + column, block_->y.Length, "y", lane_)) = acc_2;
                (*ReferenceMemory.At(y, (((lane_.GridY * 2) + 1) * n) + column, block_->y.Length, "y", lane_)) = acc_3;
            }
        }
